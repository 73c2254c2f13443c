import type { Peers } from "../live/peers.js";
import { AggregatorRegistry, collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { REFUSAL_STATUS, STATUS_OF } from "../errors/statuses.js";
import { VERSION } from "../version.js";
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
  /** A request ended in an error of this stable code. */
  failed(code: string): void;
  /** The log has a warning or an error of this event. */
  troubled(event: string): void;
  /** Of all workers together. */
  text(): Promise<string>;
}

type Figures = Awaited<ReturnType<Registry["getMetricsAsJSON"]>>;

const MAX_MODELS = 100;
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"]);
const SECONDS = [0.005, 0.02, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 180, 600];

// What an alert waits for is there from the start: Prometheus sees no increase in what appears with its first one.
const CODES: readonly string[] = [...Object.keys(REFUSAL_STATUS), ...Object.keys(STATUS_OF)];
const TROUBLES = ["bill_not_written", "internal_error", "chore_failed", "not_accepted", "config_refused"];

export interface LiveFigures {
  /** Requests in progress. */
  readonly active: () => number;
  /** Models that rest after failures. */
  readonly resting: () => number;
}

export function createMetrics({ active, resting }: LiveFigures, peers: Pick<Peers, "answer" | "ask">): Metrics {
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
  const errors = createTally({
    name: "openclaw_errors_total",
    help: "Requests that ended in an error, by its stable code.",
    labelNames: ["code"],
    registers,
  });
  const troubles = createTally({
    name: "openclaw_troubles_total",
    help: "Warnings and errors in the log, by event.",
    labelNames: ["event"],
    registers,
  });
  for (const code of CODES) errors.add(0, code);
  for (const event of TROUBLES) troubles.add(0, event);
  for (const outcome of ["loaded", "refused"]) reloads.inc({ outcome }, 0);
  const rested = new Gauge({
    name: "openclaw_resting_models",
    help: "Models that rest after failures, or are being tried again.",
    // Workers share what they know of failures.
    aggregator: "max",
    registers,
  });
  new Gauge({ name: "openclaw_build_info", help: "1, with the version.", labelNames: ["version"], aggregator: "max", registers }).set(
    { version: VERSION },
    1,
  );
  const running = new Gauge({
    name: "openclaw_active_requests",
    help: "Requests in progress.",
    registers,
  });
  peers.answer("metrics", (): Promise<Figures> => {
    running.set(active());
    rested.set(resting());
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
    failed: (code) => errors.add(1, code),
    troubled: (event) => troubles.add(1, event),
    async text() {
      const all = (await peers.ask("metrics", {})) as readonly Figures[];
      if (all.length < 2) return registry.metrics();
      // Counters and gauges are added up; a delay or an age is taken as its figure says.
      return AggregatorRegistry.aggregate([...all]).metrics();
    },
  };
}
