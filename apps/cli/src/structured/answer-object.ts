import { completeObject, jsonSchema } from "@openclaw/chat";
import type { JsonObject } from "@openclaw/core";
import type { PreparedAsk } from "../ask/prepare-ask.js";
import { sayUsage } from "../ask/event-view.js";
import type { Context } from "../context.js";
import type { BegunTurn } from "../sessions/begin-turn.js";
import { countAnswer } from "../usage/count-answer.js";
import { findProblems } from "./check-value.js";

/**
 * Asks for an answer in the form of a schema and checks it; one that does not fit is sent back once (CHAT-11).
 *
 * Of a stored conversation the question and the answer that fits are kept.
 *
 * @throws ToolkitError `output_invalid` when the corrected one does not fit either
 */
export async function answerObject(
  context: Context,
  { resolved, input }: PreparedAsk,
  form: JsonObject,
  turn?: BegunTurn,
): ReturnType<typeof completeObject> {
  const { io, out } = context;
  const startedMs = io.now();
  const schema = jsonSchema<unknown>(form, (value) => {
    const issues = findProblems(value, form);
    return issues.length === 0 ? { value } : { issues };
  });
  const facts = { resolved, session: turn?.session, brokenBy: turn?.brokenBy };
  const answer = await countAnswer(context, facts, async (onEvent) =>
    completeObject(
      { ...input, ...(turn === undefined ? {} : { messages: turn.sent }), target: resolved.targets, schema },
      { transport: await context.transport(), signal: io.signal, circuits: context.circuits, failover: resolved.failover, onEvent },
    ),
  );
  const { usage, result, repaired } = answer;
  out.warn(result.warnings);
  if (repaired) out.detail("the first answer did not fit and was asked for once more");
  sayUsage(context, { ...result, usage }, io.now() - startedMs);
  await turn?.keep([result.message], { usage, generationId: result.generationId });
  return answer;
}
