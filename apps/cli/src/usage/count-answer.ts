import { addUsage, type ChatEvent, type ChatResult, type ChatStream, type ErrorEvent, type FinishEvent, type Usage } from "@openclaw/chat";
import type { Context } from "../context.js";
import { logBrokenOff, logUsage, type UsageFacts } from "./log-usage.js";

/**
 * Counts what an answer takes that nobody watches while it comes, in one turn or several, however it ends: one line for what was billed, and one
 * for each try whose bill must be asked for, Ctrl-C included.
 */
export async function countAnswer<Answer>(
  context: Context,
  facts: UsageFacts,
  ask: (onEvent: (event: ChatEvent) => void) => Promise<Answer>,
): Promise<Answer> {
  const ends: (FinishEvent | ErrorEvent)[] = [];
  try {
    return await ask((event) => {
      if (event.type === "finish" || event.type === "error") ends.push(event);
    });
  } finally {
    const usage = ends.reduce<Usage | undefined>((sum, end) => addUsage(sum, end.usage), undefined);
    const model = ends.map((end) => answeredBy(end, facts)).findLast((name) => name !== undefined) ?? "unknown";
    await logUsage(context, { usage, model }, facts);
    for (const { attempts } of ends) await logBrokenOff(context, attempts, facts);
  }
}

/** The same for one turn. @throws as `completeChat` */
export async function countStream(context: Context, facts: UsageFacts, stream: ChatStream): Promise<ChatResult> {
  return countAnswer(context, facts, async (onEvent) => {
    for await (const event of stream) onEvent(event);
    return stream.result();
  });
}

/** By API id, as the log has it. */
function answeredBy(end: FinishEvent | ErrorEvent, { resolved }: UsageFacts): string | undefined {
  if (end.type === "finish") return end.model;
  const last = end.attempts.at(-1)?.model;
  return end.partial.source?.model ?? resolved.targets.find(({ model }) => model.ref === last)?.model.wireId;
}
