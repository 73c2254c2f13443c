import { completeObject, type StandardSchema } from "@openclaw/chat";
import type { JsonObject } from "@openclaw/core";
import type { PreparedAsk } from "../ask/prepare-ask.js";
import { sayUsage } from "../ask/event-view.js";
import type { Context } from "../context.js";
import type { BegunTurn } from "../sessions/begin-turn.js";
import { logUsage } from "../usage/log-usage.js";
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
  jsonSchema: JsonObject,
  turn?: BegunTurn,
): ReturnType<typeof completeObject> {
  const { io, out } = context;
  const startedMs = io.now();
  const schema: StandardSchema = {
    "~standard": {
      version: 1,
      vendor: "openclaw",
      validate(value) {
        const problems = findProblems(value, jsonSchema);
        return problems.length === 0 ? { value } : { issues: problems };
      },
      jsonSchema: { input: () => jsonSchema },
    },
  };
  const answer = await completeObject(
    { ...input, ...(turn === undefined ? {} : { messages: turn.sent }), target: resolved.targets, schema, strict: isStrict(jsonSchema) },
    { transport: await context.transport(), signal: io.signal, circuits: context.circuits, failover: resolved.failover },
  );
  const { usage, result, repaired } = answer;
  out.warn(result.warnings);
  if (repaired) out.detail("the first answer did not fit and was asked for once more");
  sayUsage(context, { ...result, usage }, io.now() - startedMs);
  await logUsage(context, { ...result, usage }, { resolved, session: turn?.session, brokenBy: turn?.brokenBy });
  await turn?.keep([result.message], { usage, generationId: result.generationId });
  return answer;
}

/** Providers that enforce a schema want every property required and no others. */
function isStrict(schema: JsonObject): boolean {
  const { properties, required, additionalProperties } = schema;
  const names = Object.keys((properties ?? {}) as JsonObject);
  return additionalProperties === false && Array.isArray(required) && names.every((name) => required.includes(name));
}
