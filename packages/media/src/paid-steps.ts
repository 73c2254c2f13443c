import { createFetchTransport, type ModelTarget, type SendOptions, ToolkitError, type Transport } from "@openclaw/core";
import { systemClock } from "@openclaw/core/internal";
import type { MediaFile } from "./media-file.js";
import { describePaidFailure, isProvablyUnpaid } from "./paid-call.js";

/** Told of one paid request before and after it happens; each step is waited for, so that it can be made durable first (VID-5). */
export interface PaidSteps<Value> {
  /** The next thing that happens is the paid request. */
  sending(): Promise<void>;
  /** It was answered and is paid for. */
  answered(value: Value): Promise<void>;
  /** It certainly cost nothing: refused, or never sent. */
  refused(error: unknown): Promise<void>;
  /** It was answered, perhaps billed, and what came is of no use. */
  failed(error: unknown): Promise<void>;
  /** Nobody knows. */
  unknown(error: unknown): Promise<void>;
}

/** What one answered request brought. */
export interface PaidAnswer {
  readonly files: readonly MediaFile[];
  /** Ref of the model that made it. */
  readonly model: string;
  readonly costUsd?: number;
  readonly generationId?: string;
  readonly text?: string;
}

/** Gives every paid request of a call steps of its own; the journal of `@openclaw/media/node` is one. */
export type PaidCallLog = (target: ModelTarget) => PaidSteps<PaidAnswer>;

/** The steps of a log, for a value that is described to it. */
export function stepsFor<Value>(
  steps: PaidSteps<PaidAnswer> | undefined,
  describe: (value: Value) => PaidAnswer,
): PaidSteps<Value> | undefined {
  if (steps === undefined) return undefined;
  return {
    sending: () => steps.sending(),
    answered: (value) => steps.answered(describe(value)),
    refused: (error) => steps.refused(error),
    failed: (error) => steps.failed(error),
    unknown: (error) => steps.unknown(error),
  };
}

const defaultTransport = createFetchTransport();

/**
 * Makes one paid request and tells of it before and after (VID-5). A failure that may have cost money says so (NET-3); whether the request left
 * at all decides what an abort means.
 */
export async function runPaidCall<Value>(
  ask: (transport: Transport) => Promise<Value>,
  facts: Pick<SendOptions, "transport" | "clock"> & {
    readonly target: ModelTarget;
    /** Such as `image`. */
    readonly what: string;
    readonly steps?: PaidSteps<Value> | undefined;
  },
): Promise<Value> {
  const { target, what, steps, transport = defaultTransport, clock = systemClock } = facts;
  await steps?.sending();
  const sentAtMs = clock.now();
  let sent = false;
  const watched: Transport = (request) => {
    sent ||= request.method === "POST";
    return transport(request);
  };
  let value: Value;
  try {
    value = await ask(watched);
  } catch (error) {
    const step = !sent || isProvablyUnpaid(error) ? "refused" : isUseless(error) ? "failed" : "unknown";
    // What became of the money is the news; a log that fails must not hide it.
    await steps?.[step](error).catch(() => undefined);
    throw sent ? describePaidFailure(error, { target, what, sentAtMs }) : error;
  }
  await steps?.answered(value);
  return value;
}

function isUseless(error: unknown): boolean {
  return ToolkitError.isInstance(error) && (error.code === "output_invalid" || error.code === "response_too_large");
}
