import type { ApiReply, EventStream } from "@openclaw/core";
import { readJsonReply, readText } from "@openclaw/core/internal";

const WHOLE_REPLY_LIMIT_BYTES = 64 * 1024 * 1024;

/** A reply that is one JSON document, from servers that ignore `stream`, as if it had been streamed in one piece. */
export function readWholeReply(reply: ApiReply, facts: { readonly what: string; readonly secrets: readonly string[] }): EventStream {
  const { what, secrets } = facts;
  let pending = true;
  return {
    async next() {
      if (!pending) return undefined;
      pending = false;
      const text = await readText(reply.body, WHOLE_REPLY_LIMIT_BYTES, reply.status);
      return [JSON.stringify(readJsonReply(text, reply, what, { secrets })), "[DONE]"];
    },
    async cancel() {
      pending = false;
      await reply.body.cancel();
    },
  };
}
