import { readEventStream } from "@openclaw/core";
import { createParser } from "eventsource-parser";
import fc from "fast-check";
import { pureTarget } from "../target.js";

const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
const value = fc
  .oneof(fc.string({ unit: "grapheme", maxLength: 12 }), fc.constantFrom('{"a":1}', "[DONE]", "", " ", ":", "data: x", "\u2028", "é😀"))
  .map((text) => text.replace(/[\r\n]/g, ""));
const line = fc.oneof(
  { weight: 6, arbitrary: value.map((text) => `data: ${text}`) },
  { weight: 2, arbitrary: value.map((text) => `data:${text}`) },
  { weight: 1, arbitrary: value.map((text) => `: ${text}`) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom("event", "id", "retry", "Data", "x"), value).map(([name, text]) => `${name}: ${text}`) },
  { weight: 1, arbitrary: fc.constantFrom("data", "event", "id", "retry", "") },
);
const streams = fc
  .array(fc.tuple(line, lineEnd, fc.option(lineEnd, { freq: 2 })), { maxLength: 14 })
  .map((lines) => lines.map(([text, end, blank]) => text + end + (blank ?? "")).join(""));

/** NET-5: bytes cut anywhere give the events that a whole text gives. The judge is the parser fed with one piece. */
export const eventStream = pureTarget("sse", "bytes cut anywhere give the same events as the whole", () =>
  fc.asyncProperty(streams, fc.boolean(), fc.array(fc.nat(), { maxLength: 20 }), async (text, mark, cuts) => {
    const bytes = new TextEncoder().encode((mark ? "\uFEFF" : "") + text);
    const events = await eventsOf(split(bytes, cuts));
    const expected = wholeEvents(text);
    if (JSON.stringify(events) !== JSON.stringify(expected))
      throw new Error(`${JSON.stringify(events)} instead of ${JSON.stringify(expected)}`);
  }),
);

function split(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((one, other) => one - other);
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

async function eventsOf(pieces: readonly Uint8Array[]): Promise<string[]> {
  let at = 0;
  const stream = readEventStream({ read: () => Promise.resolve(pieces[at++]), cancel: () => Promise.resolve() });
  const events: string[] = [];
  for (let batch = await stream.next(); batch !== undefined; batch = await stream.next()) events.push(...batch);
  return events;
}

function wholeEvents(text: string): string[] {
  const events: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => events.push(data) });
  parser.feed(`${text}\n\n`);
  return events;
}
