import type { Peers } from "../live/peers.js";
import { AggregatorRegistry, collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { createTally } from "./tally.js";

/** What is counted for each request that has ended. */
export interface RequestFacts {
  /** The route's pattern, never the path. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
}

/** What is counted for each answer of a model. */
export interface AnswerFacts {
  readonly model: string;
  readonly outcome: "finished" | "failed" | "cancelled";
  readonly attempts: number;
  readonly firstTokenMs?: number | undefined;
  readonly promptTokens?: number | undefined;
  readonly completionTokens?: number | undefined;
  readonly costUsd?: number | undefined;
}

/** Prometheus metrics with bounded labels (SRV-8): routes are patterns, methods a short list, models at most a hundred. */
export interface Metrics {
  readonly contentType: string;
  requestEnded(facts: RequestFacts): void;
  answerEnded(facts: AnswerFacts): void;
  configReloaded(ok: boolean): void;
  /** Of all workers together. */
  text(): Promise<string>;
}

type Figures = Awaited<ReturnType<Registry["getMetricsAsJSON"]>>;

const MAX_MODELS = 100;
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"]);
const SECONDS = [0.005, 0.02, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 180, 600];

export function createMetrics(active: () => number, peers: Pick<Peers, "answer" | "ask">): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "openclaw_" });
  const requests = createTally({
    name: "openclaw_requests_total",
    help: "Requests by route and status.",
    labelNames: ["route", "method", "status"],
    registers,
  });
  const seconds = new Histogram({
    name: "openclaw_request_seconds",
    help: "From the request's headers to the end of its answer.",
    labelNames: ["route"],
    buckets: SECONDS,
    registers,
  });
  const answers = createTally({
    name: "openclaw_answers_total",
    help: "Answers of models by outcome.",
    labelNames: ["model", "outcome"],
    registers,
  });
  const attempts = createTally({ name: "openclaw_attempts_total", help: "Tries, failed ones included.", labelNames: ["model"], registers });
  const firstToken = new Histogram({
    name: "openclaw_first_token_seconds",
    help: "From the request to the first token.",
    labelNames: ["model"],
    buckets: SECONDS,
    registers,
  });
  const tokens = createTally({
    name: "openclaw_tokens_total",
    help: "Tokens as the provider counted them.",
    labelNames: ["model", "kind"],
    registers,
  });
  const cost = createTally({ name: "openclaw_cost_usd_total", help: "Billed by the provider, in USD.", labelNames: ["model"], registers });
  const reloads = new Counter({
    name: "openclaw_config_reloads_total",
    help: "Reloads of the configuration.",
    labelNames: ["outcome"],
    registers,
  });
  const running = new Gauge({
    name: "openclaw_active_requests",
    help: "Requests in progress.",
    registers,
  });
  peers.answer("metrics", (): Promise<Figures> => {
    running.set(active());
    return registry.getMetricsAsJSON();
  });
  const models = new Set<string>();
  // Names that never answered have no label: made-up ones must not use up the room of real ones.
  const bounded = ({ model, outcome }: AnswerFacts): string => {
    if (models.has(model)) return model;
    if (models.size >= MAX_MODELS || outcome !== "finished") return "other";
    models.add(model);
    return model;
  };
  return {
    contentType: registry.contentType,
    requestEnded({ route, method, status, durationMs }) {
      requests.add(1, route, METHODS.has(method) ? method : "other", status);
      seconds.observe({ route }, durationMs / 1000);
    },
    answerEnded(facts) {
      const model = bounded(facts);
      answers.add(1, model, facts.outcome);
      attempts.add(facts.attempts, model);
      if (facts.firstTokenMs !== undefined) firstToken.observe({ model }, facts.firstTokenMs / 1000);
      if (facts.promptTokens !== undefined) tokens.add(facts.promptTokens, model, "prompt");
      if (facts.completionTokens !== undefined) tokens.add(facts.completionTokens, model, "completion");
      if (facts.costUsd !== undefined && facts.costUsd > 0) cost.add(facts.costUsd, model);
    },
    configReloaded: (ok) => reloads.inc({ outcome: ok ? "loaded" : "refused" }),
    async text() {
      const all = (await peers.ask("metrics", {})) as readonly Figures[];
      if (all.length < 2) return registry.metrics();
      // Counters and gauges are added up; a delay or an age is taken as its figure says.
      return AggregatorRegistry.aggregate([...all]).metrics();
    },
  };
}
