import { streamChat } from "@openclaw/chat";
import { type Clock, createFetchTransport, createTarget, ToolkitError } from "@openclaw/core";
import fc from "fast-check";
import { mutated, PLANTED_SECRET } from "../odd-values.js";
import { pureTarget } from "../target.js";

const text = fc.string({ unit: "grapheme", maxLength: 8 });
const call = fc.record(
  {
    index: fc.nat(2),
    id: text,
    type: fc.constant("function"),
    function: fc.record({ name: text, arguments: fc.oneof(text, fc.json({ maxDepth: 1 })) }),
  },
  { requiredKeys: ["index"] },
);
const detail = fc.record(
  {
    type: fc.constantFrom("reasoning.text", "reasoning.summary", "reasoning.encrypted"),
    text,
    data: text,
    signature: text,
    index: fc.nat(2),
    id: text,
    format: text,
  },
  { requiredKeys: ["type"] },
);
const delta = fc.record(
  {
    role: fc.constant("assistant"),
    content: text,
    reasoning: text,
    reasoning_details: fc.array(detail, { maxLength: 2 }),
    tool_calls: fc.array(call, { maxLength: 2 }),
    refusal: text,
    annotations: fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 1 }),
  },
  { requiredKeys: [] },
);
const chunk = fc.record(
  {
    id: fc.constant("gen-1"),
    model: fc.constant("acme/one"),
    choices: fc.array(
      fc.record(
        { index: fc.nat(1), delta, finish_reason: fc.constantFrom(null, "stop", "tool_calls", "length", "error", "content_filter", "odd") },
        { requiredKeys: ["delta"] },
      ),
      { maxLength: 1 },
    ),
    usage: fc.record({ prompt_tokens: fc.nat(), completion_tokens: fc.nat(), cost: fc.double({ noNaN: true }) }),
    error: fc.record({
      code: fc.constantFrom<unknown>(402, 429, 502, "rate", null),
      message: text,
      metadata: fc.jsonValue({ maxDepth: 1 }),
    }),
  },
  { requiredKeys: ["choices"] },
);
const frame = fc.oneof(
  { weight: 10, arbitrary: mutated(chunk).map((value) => `data: ${JSON.stringify(value)}\n\n`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("data: [DONE]\n\n", ": OPENROUTER PROCESSING\n\n", "data: {\n\n", "<html>", "event: x\n\n", "data:\n\n"),
  },
);

const target = createTarget({ model: "openrouter/acme/one", apiKey: PLANTED_SECRET });
// Pauses between tries are not waited for, and the limits of a phase never run out: what is tried is the reader.
const clock: Clock = {
  now: () => 0,
  after(delayMs, callback) {
    if (delayMs < 9_000) queueMicrotask(callback);
    return () => undefined;
  },
};

/** CHAT-10, FAIL-4: whatever a server sends, a stream ends in exactly one `finish` or one named error, and the key is not in it. */
export const chatStream = pureTarget("chat-stream", "whatever a server sends, a stream ends in exactly one finish or named error", () =>
  fc.asyncProperty(fc.array(frame, { maxLength: 12 }), fc.nat(), fc.boolean(), async (frames, at, breaks) => {
    const bytes = new TextEncoder().encode(frames.join(""));
    const cut = at % (bytes.length + 1);
    const fetch = (): Promise<Response> =>
      Promise.resolve(
        new Response(bodyOf([bytes.slice(0, cut), bytes.slice(cut)], breaks), { headers: { "content-type": "text/event-stream" } }),
      );
    const stream = streamChat(
      { target, messages: [{ role: "user", content: "hello" }] },
      { transport: createFetchTransport(fetch), clock, random: () => 0, failover: { retries: 1 } },
    );
    const ends: string[] = [];
    for await (const event of stream) {
      if (ends.length > 0) throw new Error(`${event.type} came behind ${ends.join()}`);
      if (JSON.stringify(event).includes(PLANTED_SECRET)) throw new Error(`The key is in ${event.type}`);
      if (event.type === "finish") ends.push("finish");
      if (event.type !== "error") continue;
      if (!ToolkitError.isInstance(event.error) || event.error.code === "internal") throw event.error;
      ends.push(event.error.code);
    }
    if (ends.length !== 1) throw new Error(`The stream ended ${ends.length} times.`);
  }),
);

function bodyOf(pieces: readonly Uint8Array<ArrayBuffer>[], breaks: boolean): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const piece = pieces[at++];
      if (piece !== undefined) controller.enqueue(piece);
      else if (breaks) controller.error(new TypeError("terminated"));
      else controller.close();
    },
  });
}
