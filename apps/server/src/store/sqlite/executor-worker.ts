import { parentPort, workerData } from "node:worker_threads";
import type { Durability, SqlRow, SqlValue, Step, StepResult } from "../engine.js";
import { BUSY_MS, busyError, type CheckpointOptions, type ExecutorOptions, openExecutor, type Until } from "./executor.js";

/**
 * A step whose statement was told before: its number, so that the text does not travel again and again; whether it must touch rows; its parameters.
 * Lists are copied between threads in a fraction of the time that objects take.
 */
export type NumberedStep = readonly [statement: number, must: boolean | number, ...params: readonly SqlValue[]];

/** How many rows a step changed, when it gave none back. */
export type PackedResult = StepResult | number;

export type WorkerOrder =
  /** The text of the next statement, counted from 0. */
  | { readonly statement: string }
  | { readonly id: number; readonly steps: readonly NumberedStep[]; readonly durability: Durability; readonly untilMs: number }
  | { readonly id: number; readonly sql: string; readonly params: readonly SqlValue[] }
  | { readonly id: number; readonly checkpoint: CheckpointOptions }
  | { readonly close: true };

export type WorkerAnswer =
  | { readonly id: number; readonly results: readonly PackedResult[] | undefined }
  | { readonly id: number; readonly rows: readonly SqlRow[] }
  | { readonly id: number; readonly failure: Failure };

/** What of an error travels: Node's and SQLite's own words for it. */
export interface Failure {
  readonly message: string;
  readonly code?: string | undefined;
  readonly errcode?: number | undefined;
  readonly errstr?: string | undefined;
}

interface Write {
  readonly id: number;
  readonly steps: readonly Step[];
  readonly durability: Durability;
  /** For so long it may wait for another process, in milliseconds since 1970. */
  readonly untilMs: number;
}

// So many writes share a commit at most: what waits behind them should not wait for long.
const MAX_BATCH = 512;
// Money waits so long for company before it goes to the disk: one sync serves all of it, and others get their turn between two syncs.
const GROUP_MS = 3;

const port = parentPort;
if (port !== null) {
  const { options } = workerData as { readonly options: ExecutorOptions };
  const { busyMs = BUSY_MS } = options;
  const executor = openExecutor(options);
  const statements: string[] = [];
  const quick: Write[] = [];
  const money: Write[] = [];
  let mustSync = false;
  let quickIsDue = false;
  let moneyIsDue = false;
  let closing = false;

  const failureOf = (error: unknown): Failure => {
    const { message = String(error), code, errcode, errstr } = error as Partial<Failure>;
    return { message, code, errcode, errstr };
  };

  const packed = (result: StepResult): PackedResult => (result.rows.length === 0 ? result.changes : result);

  /** While this thread waits for another process it hears nothing: it must be back for the first whose time is over, wherever that one waits. */
  const untilFirstOf =
    (batch: readonly Write[] = []): Until =>
    () =>
      [batch, quick, money].flat().reduce((first, { untilMs }) => Math.min(first, untilMs), Date.now() + busyMs);

  /** @returns what was committed */
  const commit = (queue: Write[], durability: Durability): readonly Write[] => {
    const batch = queue.splice(0, MAX_BATCH);
    if (batch.length === 0) return batch;
    const outcomes = executor.writeAll(batch, durability, untilFirstOf(batch));
    if (outcomes === undefined) {
      const nowMs = Date.now();
      const failure = failureOf(busyError());
      port.postMessage(batch.filter(({ untilMs }) => untilMs <= nowMs).map(({ id }): WorkerAnswer => ({ id, failure })));
      queue.unshift(...batch.filter(({ untilMs }) => untilMs > nowMs));
      return [];
    }
    const answers = batch.map(({ id }, index): WorkerAnswer => {
      const outcome = outcomes[index];
      return outcome?.ok === true ? { id, results: outcome.results?.map(packed) } : { id, failure: failureOf(outcome?.error) };
    });
    port.postMessage(answers);
    return batch;
  };

  const drainQuick = (): void => {
    quickIsDue = false;
    if (commit(quick, "plain").some(({ durability }) => durability === "soon")) mustSync = true;
    schedule();
  };

  const drainMoney = (): void => {
    moneyIsDue = false;
    if (money.length > 0) {
      if (commit(money, "money").length > 0) mustSync = false;
    } else if (mustSync) {
      mustSync = false;
      try {
        executor.sync(untilFirstOf());
      } catch {
        // The disk was busy: the next group brings it along.
      }
    }
    schedule();
  };

  const schedule = (): void => {
    if (quick.length > 0 && !quickIsDue) {
      quickIsDue = true;
      setImmediate(drainQuick);
    }
    if ((money.length > 0 || mustSync) && !moneyIsDue) {
      moneyIsDue = true;
      setTimeout(drainMoney, closing ? 0 : GROUP_MS);
    }
    if (closing && !quickIsDue && !moneyIsDue) {
      executor.close();
      port.close();
    }
  };

  // Messages that came while a commit was under way are all taken before the next one: that is the group.
  port.on("message", (orders: readonly WorkerOrder[]) => {
    for (const order of orders) {
      if ("steps" in order) (order.durability === "money" ? money : quick).push(written(order));
      else if ("statement" in order) statements.push(order.statement);
      else if ("sql" in order) port.postMessage([answerRead(order)]);
      else if ("checkpoint" in order) port.postMessage([checkpoint(order)]);
      else closing = true;
    }
    schedule();
  });

  const written = ({ id, steps, durability, untilMs }: Extract<WorkerOrder, { readonly steps: unknown }>): Write => ({
    id,
    durability,
    untilMs,
    steps: steps.map(([statement, must, ...params]) => ({ sql: statements[statement] ?? "", params, must })),
  });

  const checkpoint = ({ id, checkpoint: wished }: Extract<WorkerOrder, { readonly checkpoint: CheckpointOptions }>): WorkerAnswer => {
    try {
      executor.checkpoint(wished, untilFirstOf());
      return { id, rows: [] };
    } catch (error) {
      return { id, failure: failureOf(error) };
    }
  };

  const answerRead = ({ id, sql, params }: Extract<WorkerOrder, { readonly sql: string }>): WorkerAnswer => {
    try {
      return { id, rows: executor.read(sql, params) };
    } catch (error) {
      return { id, failure: failureOf(error) };
    }
  };
}
