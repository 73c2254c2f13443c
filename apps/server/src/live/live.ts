import type { Caller } from "../auth/caller.js";
import type { Exchange } from "../http/exchange.js";
import type { State } from "../state/state.js";
import type { Peers } from "./peers.js";
import type { PlanMemory } from "./plan-memory.js";
import type { RestingCandidate, WatchedCircuits } from "../circuits/watch-circuits.js";
import type { WrittenPlan } from "./write-plan.js";

/** A request in progress, as an onlooker sees it. */
export interface LiveRequest {
  readonly id: string;
  readonly startedAt: string;
  readonly kind: string;
  readonly model: string;
  readonly keyId: string | null;
  readonly keyName: string | null;
  readonly stream: boolean;
  readonly phase: "waiting" | "streaming";
  readonly attempt: number;
  /** Of the answer, so far. */
  readonly receivedBytes: number;
}

interface OfOneProcess {
  readonly requests: readonly LiveRequest[];
  readonly circuits: readonly RestingCandidate[];
  readonly uptimeMs: number;
  readonly draining: boolean;
}

export interface LiveReply extends Omit<OfOneProcess, "circuits"> {
  readonly circuits: readonly {
    readonly use: string;
    readonly model: string;
    readonly keyLabel: string;
    readonly state: string;
    readonly until?: string;
    readonly cause?: string;
  }[];
  readonly jobs: { readonly queued: number; readonly running: number };
  readonly streams: number;
}

/** What goes on right now, in all workers of this machine. */
export interface Live {
  look(caller: Caller): Promise<LiveReply>;
  /** What was sent for a request that is not long ago. */
  plan(requestId: string, options: { readonly texts: boolean }): Promise<WrittenPlan | undefined>;
}

export interface LiveOptions {
  readonly active: ReadonlySet<Exchange>;
  readonly circuits: Pick<WatchedCircuits, "resting">;
  readonly plans: PlanMemory;
  readonly jobs: State["jobs"];
  readonly peers: Peers;
  readonly draining: () => boolean;
  readonly now?: () => number;
}

const MAX_SHOWN = 500;
const COUNTED_JOBS = 200;

export function createLive({ active, circuits, plans, jobs, peers, draining, now = Date.now }: LiveOptions): Live {
  const startedAtMs = now();
  const own = (): OfOneProcess => ({
    requests: [...active]
      .flatMap((exchange) => (exchange.asked === undefined ? [] : [requestOf(exchange, exchange.asked, now())]))
      .slice(0, MAX_SHOWN),
    circuits: circuits.resting(),
    uptimeMs: now() - startedAtMs,
    draining: draining(),
  });
  peers.answer("live", () => own());
  peers.answer("plan", (question) => {
    const { requestId, texts } = question as { readonly requestId: string; readonly texts: boolean };
    return plans.recall(requestId, { texts });
  });
  return {
    async look({ key }) {
      const all = (await peers.ask("live", {})) as readonly OfOneProcess[];
      // Oldest first, in whichever worker they are.
      const requests = all
        .flatMap((each) => each.requests)
        .filter(({ keyId }) => key === undefined || keyId === key.id)
        .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
      const found = await jobs.list(key?.id, { limit: COUNTED_JOBS });
      const resting = new Map(all.flatMap((each) => each.circuits).map((each) => [`${each.use} ${each.model} ${each.keyLabel}`, each]));
      return {
        requests,
        // Which models rest, and why, is the operator's business: it names their keys.
        circuits: key === undefined ? [...resting.values()].map(writeResting) : [],
        jobs: {
          queued: found.filter(({ state }) => state === "queued" || state === "submitting").length,
          running: found.filter(({ state }) => state === "running" || state === "fetching").length,
        },
        streams: requests.filter(({ stream, phase }) => stream && phase === "streaming").length,
        uptimeMs: Math.max(...all.map(({ uptimeMs }) => uptimeMs)),
        draining: all.some((each) => each.draining),
      };
    },
    async plan(requestId, options) {
      const found = (await peers.ask("plan", { requestId, ...options })) as readonly (WrittenPlan | undefined | null)[];
      return found.find((plan) => plan != null) ?? undefined;
    },
  };
}

function requestOf(exchange: Exchange, asked: NonNullable<Exchange["asked"]>, nowMs: number): LiveRequest {
  const { key } = exchange.caller;
  return {
    id: exchange.id,
    startedAt: new Date(nowMs - (performance.now() - exchange.startedAtMs)).toISOString(),
    kind: asked.endpoint,
    model: asked.model,
    keyId: key?.id ?? null,
    keyName: key?.name ?? null,
    stream: asked.stream,
    phase: exchange.response.headersSent ? "streaming" : "waiting",
    attempt: exchange.attempt,
    receivedBytes: exchange.sentLength,
  };
}

function writeResting({ untilMs, ...rest }: RestingCandidate): LiveReply["circuits"][number] {
  return { ...rest, ...(untilMs === undefined ? {} : { until: new Date(untilMs).toISOString() }) };
}
