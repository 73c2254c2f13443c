import { readdirSync, readFileSync } from "node:fs";
import { splitBytes, sseFixture } from "@openclaw/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEventStream } from "./event-stream.js";
import type { TransportBody } from "./transport.js";

function bodyOf(chunks: readonly Uint8Array[]): TransportBody & { readonly cancelled: boolean } {
  const queue = [...chunks];
  let cancelled = false;
  return {
    get cancelled() {
      return cancelled;
    },
    read: async () => queue.shift(),
    async cancel() {
      cancelled = true;
    },
  };
}

async function read(chunks: readonly Uint8Array[], limit?: number): Promise<string[]> {
  const stream = readEventStream(bodyOf(chunks), limit);
  const all: string[] = [];
  for (let batch = await stream.next(); batch !== undefined; batch = await stream.next()) all.push(...batch);
  return all;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The standard's algorithm over a whole text, written as plainly as it can be, and our one departure: a last event without its blank line counts. */
function expectedEvents(bytes: Uint8Array): string[] {
  const events: string[] = [];
  let data: string[] = [];
  for (const line of [...new TextDecoder().decode(bytes).split(/\r\n|\r|\n/), ""]) {
    if (line === "") {
      if (data.length > 0) events.push(data.join("\n"));
      data = [];
    } else if (line === "data") data.push("");
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  return events;
}

const folder = new URL("../__fixtures__/", import.meta.url);
const recordings = ["eventsource-parser", "openai-node"].flatMap((origin) =>
  readdirSync(new URL(`${origin}/`, folder))
    .filter((name) => name.endsWith(".sse"))
    .map((name) => ({ name: `${origin}/${name}`, bytes: new Uint8Array(readFileSync(new URL(`${origin}/${name}`, folder))) })),
);

describe("recorded streams", () => {
  it("are there to be read", () => {
    expect(recordings.length).toBeGreaterThan(80);
  });

  it.each(recordings)("$name reads the same whole and cut at every byte", async ({ bytes }) => {
    const expected = expectedEvents(bytes);
    for (const { name, chunks } of splitBytes(bytes)) expect(await read(chunks), name).toEqual(expected);
  });

  it("read the same when they follow each other, at every cut", async () => {
    const joined = bytesOf(recordings.map(({ bytes }) => `${new TextDecoder().decode(bytes)}\n\n`).join(""));
    const expected = expectedEvents(joined);
    expect(expected.length).toBeGreaterThan(80);
    for (const { name, chunks } of splitBytes(joined)) expect(await read(chunks), name).toEqual(expected);
  });

  it("keep every emoji whole when it is cut inside", async () => {
    const texts = readdirSync(new URL("eventsource-parser/", folder)).filter((name) => name.startsWith("multibyte"));
    expect(texts.length).toBeGreaterThan(5);
    for (const name of texts) {
      const { data } = JSON.parse(readFileSync(new URL(`eventsource-parser/${name}`, folder), "utf8")) as { data: string };
      const bytes = sseFixture([JSON.stringify(data)], { done: false });
      for (const pieceBytes of [1, 3, 7]) {
        const chunks = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
          bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
        );
        expect(JSON.parse((await read(chunks)).join("")), name).toBe(data);
      }
    }
  });
});

describe("what the standard says", () => {
  it.each([
    ["LF", "data: a\n\ndata: b\n\n", ["a", "b"]],
    ["CR", "data: a\r\rdata: b\r\r", ["a", "b"]],
    ["CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]],
    ["a mix of line ends", "data: a\n\r\ndata: b\r\n\ndata: c\r\r", ["a", "b", "c"]],
    ["a byte order mark", "\uFEFFdata: a\n\n", ["a"]],
    ["two data lines", "data: a\ndata: b\n\n", ["a\nb"]],
    ["one blank after the colon", "data:  a\n\ndata:b\n\n", [" a", "b"]],
    ["comments", ": OPENROUTER PROCESSING\n\n: x\ndata: a\n\n", ["a"]],
    ["comments only", ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n", []],
    ["other fields", "event: x\nid: 1\nretry: 5\nfoo: bar\ndata: a\n\n", ["a"]],
    ["empty data", "data:\n\n", [""]],
    ["nothing", "", []],
    ["line separators inside", "data: a\u2028b\u2029c\u0085d\n\n", ["a\u2028b\u2029c\u0085d"]],
  ])("%s", async (_what, text, events) => {
    for (const { name, chunks } of splitBytes(text)) expect(await read(chunks), name).toEqual(events);
  });

  it("any text in any pieces gives what the plain algorithm gives", async () => {
    const piece = fc.constantFrom(
      "data: x\n",
      "data:y\r\n",
      "data\r",
      "\n",
      "\r\n",
      "\r",
      ": c\n",
      "event: e\n",
      "data: [DONE]\n\n",
      "ü",
      "👩‍💻",
      " ",
      "id:1\n",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), async (pieces, size) => {
        const bytes = bytesOf(pieces.join(""));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        expect(await read(chunks)).toEqual(expectedEvents(bytes));
      }),
    );
  });
});

// trap 5: whoever reads the data can tell whether it is whole
describe("a stream that ends early", () => {
  it.each([
    ["without its blank line", 'data: {"a":1}\n', ['{"a":1}']],
    ["without its line end", 'data: {"a":1}', ['{"a":1}']],
    ["inside its JSON", 'data: {"a"', ['{"a"']],
    ["inside a line end", "data: a\r", ["a"]],
    ["inside a field name", "data: a\n\ndat", ["a"]],
    ["after a comment", "data: a\n\n: x", ["a"]],
  ])("%s still gives what came", async (_where, text, events) => {
    for (const { name, chunks } of splitBytes(text)) expect(await read(chunks), name).toEqual(events);
  });

  it("rejects with what broke it, after the events before it", async () => {
    const chunks = [bytesOf("data: a\n\n")];
    const stream = readEventStream({
      read: async () => {
        const chunk = chunks.shift();
        if (chunk === undefined) throw new Error("ECONNRESET");
        return chunk;
      },
      cancel: async () => undefined,
    });
    expect(await stream.next()).toEqual(["a"]);
    await expect(stream.next()).rejects.toThrow("ECONNRESET");
  });

  it("stays ended", async () => {
    const stream = readEventStream(bodyOf([bytesOf("data: a")]));
    expect([await stream.next(), await stream.next(), await stream.next(), await stream.next()]).toEqual([[], ["a"], undefined, undefined]);
  });
});

describe("a reader", () => {
  it("gets each event with the piece that completes it, and an empty batch for a piece that completes none", async () => {
    const stream = readEventStream(bodyOf(["data: a\n\ndata: ", "b", "\n\n", ": x\n\n"].map(bytesOf)));
    expect(await stream.next()).toEqual(["a"]);
    expect(await stream.next()).toEqual([]);
    expect(await stream.next()).toEqual(["b"]);
    expect(await stream.next()).toEqual([]);
    expect(await stream.next()).toBeUndefined();
  });

  it("closes the connection when it leaves, and gets nothing more", async () => {
    const body = bodyOf([bytesOf("data: a\n\n"), bytesOf("data: b\n\n")]);
    const stream = readEventStream(body);
    await stream.next();
    await stream.cancel();
    expect(body.cancelled).toBe(true);
    expect(await stream.next()).toBeUndefined();
  });
});

// NET-4: every buffer is bounded
describe("an event without an end", () => {
  it.each([
    ["in one line", ["data: ", ..."x".repeat(50)]],
    ["in many lines", Array.from({ length: 60 }, () => "data: xxxxxxxxxx\n")],
    ["in one piece", [`data: ${"x".repeat(500)}`]],
  ])("%s is cut off at the bound and the connection closed", async (_where, pieces) => {
    const body = bodyOf(pieces.map(bytesOf));
    const stream = readEventStream(body, 40);
    const drain = async (): Promise<void> => {
      while ((await stream.next()) !== undefined);
    };
    await expect(drain()).rejects.toMatchObject({ name: "StreamError", code: "stream_malformed", retryable: false });
    expect(body.cancelled).toBe(true);
    expect(await stream.next()).toBeUndefined();
  });

  it("is not mistaken for many small ones", async () => {
    expect(await read([bytesOf("data: 0123456789\n\n".repeat(100))], 40)).toHaveLength(100);
  });

  it("does not hold comments against the bound", async () => {
    expect(await read([...Array.from({ length: 100 }, () => bytesOf(": OPENROUTER PROCESSING\n\n")), bytesOf("data: a\n\n")], 40)).toEqual([
      "a",
    ]);
  });
});
