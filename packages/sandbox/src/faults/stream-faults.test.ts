import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../index.js";
import { ask, post, quickSandbox } from "../testing/quick-sandbox.js";
import { contentOf, finishOf, readStream, type ReadStream } from "../testing/read-stream.js";

// SBX-3: each fault behaves as named.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

const LISTEN_MS = 80;
const FULL = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20";

async function streamWith(fault: string, body = ask("count to 20")): Promise<ReadStream> {
  return readStream(await post(sandbox, "/chat/completions", { ...body, stream: true }, { "x-sandbox-fault": fault }));
}

/** Reads until enough has come, listens a moment for more, then hangs up. */
async function readThenListen(fault: string, enough: (text: string) => boolean): Promise<{ text: string; silent: boolean }> {
  const abort = new AbortController();
  const response = await fetch(`${sandbox.baseUrl}/chat/completions`, {
    method: "POST",
    headers: { authorization: "Bearer k", "x-sandbox-fault": fault },
    body: JSON.stringify({ ...ask("count to 20"), stream: true }),
    signal: abort.signal,
  });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = "";
  while (!enough(text)) text += Buffer.from((await reader.read()).value ?? []).toString();
  const more = reader.read().then(
    () => false,
    () => false,
  );
  const silent = await Promise.race([more, new Promise<boolean>((resolve) => setTimeout(resolve, LISTEN_MS, true))]);
  abort.abort();
  await more;
  return { text, silent };
}

describe("stream faults (SBX-3)", () => {
  it("slow-first-token sends headers at once and the first token late", async () => {
    const body = { ...ask("count to 20"), stream: true };
    const response = await post(sandbox, "/chat/completions", body, { "x-sandbox-fault": "slow-first-token:120" });
    const headersAt = performance.now();
    const stream = await readStream(response);
    expect(performance.now() - headersAt).toBeGreaterThanOrEqual(100);
    expect(contentOf(stream)).toBe(FULL);
  });

  it("stall falls silent after so many chunks and keeps the connection", async () => {
    const { text, silent } = await readThenListen("stall:4", (text) => text.split("data: ").length > 4);
    expect([text.split("data: ").length - 1, silent]).toEqual([4, true]);
  });

  it("comments-only keeps a client alive and gives it nothing", async () => {
    const { text, silent } = await readThenListen("comments-only:3", (text) => text.split(": OPENROUTER").length > 3);
    expect([text.includes("data:"), silent]).toEqual([false, true]);
  });

  it("cut breaks the connection after so many chunks, or bytes", async () => {
    const byChunk = await streamWith("cut:3");
    expect([byChunk.broken, byChunk.frames.length, byChunk.done]).toEqual([true, 3, false]);
    const byByte = await streamWith("cut:300b");
    expect(byByte.broken).toBe(true);
    expect(byByte.text.length).toBeLessThanOrEqual(300);
  });

  it("eof-without-finish ends cleanly with neither finish, usage nor [DONE]", async () => {
    const stream = await streamWith("eof-without-finish");
    expect([stream.broken, stream.done, finishOf(stream), contentOf(stream)]).toEqual([false, false, undefined, FULL]);
    expect(stream.text).not.toContain("usage");
  });

  it("malformed-chunk puts one broken frame into a good stream", async () => {
    const stream = await streamWith("malformed-chunk:2");
    expect(stream.frames.filter((frame) => frame.json === undefined)).toHaveLength(1);
    expect(contentOf(stream)).toBe(FULL);
  });

  it.each([
    ["error-first", 0, 502],
    ["error-mid-stream:3", 3, 502],
    ["error-mid-stream-string-code:3", 3, "server_error"],
  ])("%s ends in an error chunk with finish_reason error", async (fault, before, code) => {
    const stream = await streamWith(fault);
    expect(stream.frames).toHaveLength(before + 1);
    expect(stream.frames.at(-1)?.json).toMatchObject({
      object: "chat.completion.chunk",
      error: { code },
      choices: [{ finish_reason: "error" }],
    });
  });

  it("a fault comes before the end even when the answer is short", async () => {
    const stream = await streamWith("error-mid-stream:50", ask("echo: hi"));
    expect(stream.frames.map((frame) => frame.json?.choices?.[0]?.finish_reason)).toEqual([null, null, "error"]);
  });

  it("bare-error-chunk has neither id nor choices", async () => {
    const last = (await streamWith("bare-error-chunk")).frames.at(-1)?.json as object;
    expect(Object.keys(last)).toEqual(["error"]);
  });

  it("usage-missing, usage-null, usage-in-last-content-chunk, no-done", async () => {
    expect((await streamWith("usage-missing")).text).not.toContain("usage");
    expect((await streamWith("usage-null")).frames.at(-1)?.json).toMatchObject({ choices: [], usage: null });
    const early = (await streamWith("usage-in-last-content-chunk")).frames.at(-1)?.json;
    expect(early?.choices?.[0]?.finish_reason).toBe("stop");
    const stream = await streamWith("no-done");
    expect([stream.done, finishOf(stream)]).toEqual([false, "stop"]);
  });

  it("crlf and cr change the line ends and nothing else", async () => {
    const crlf = await streamWith("crlf");
    expect(crlf.text).not.toMatch(/[^\r]\n/);
    expect(contentOf(crlf)).toBe(FULL);
    const cr = await streamWith("cr");
    expect(cr.text).not.toContain("\n");
    expect(contentOf(cr)).toBe(FULL);
  });

  it("choices-empty streams a chunk without choices", async () => {
    const { frames } = await streamWith("choices-empty");
    expect(frames).toHaveLength(1);
    expect(frames[0]?.json?.choices).toEqual([]);
  });
});
