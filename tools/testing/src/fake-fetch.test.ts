import { describe, expect, it } from "vitest";
import { controlledStream } from "./controlled-stream.js";
import { fakeFetch } from "./fake-fetch.js";

const url = "https://openrouter.ai/api/v1/chat/completions";

describe("replies", () => {
  it("answers json, text, binary and empty with status, headers and a fitting content type", async () => {
    const { fetch } = fakeFetch({
      "/json": { type: "json", body: { a: 1 }, status: 201, headers: { "x-id": "7" } },
      "/text": { type: "text", body: "<html>", headers: { "content-type": "text/html" } },
      "/binary": { type: "binary", body: Uint8Array.of(0xff, 0) },
      "/empty": { type: "empty", status: 204 },
    });
    const json = await fetch("https://a.test/json");
    expect([json.status, json.headers.get("x-id"), json.headers.get("content-type"), await json.json()]).toEqual([
      201,
      "7",
      "application/json",
      { a: 1 },
    ]);
    const text = await fetch("https://a.test/text");
    expect([text.headers.get("content-type"), await text.text()]).toEqual(["text/html", "<html>"]);
    expect(new Uint8Array(await (await fetch("https://a.test/binary")).arrayBuffer())).toEqual(Uint8Array.of(0xff, 0));
    expect((await fetch("https://a.test/empty")).body).toBeNull();
  });

  it("hands over a stream chunk by chunk, only as fast as it is read", async () => {
    const fake = fakeFetch({ "*": { type: "stream", chunks: ["one", "two", "three"] } });
    const reader = (await fake.fetch(url)).body!.getReader();
    expect(fake.last().delivered).toBe(0);
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("one");
    expect(fake.last().delivered).toBe(3);
    await reader.cancel();
    expect(fake.last()).toMatchObject({ cancelled: true, finished: false, delivered: 3 });
  });

  it("waits for the pace of each chunk, and can break at the end", async () => {
    const paced: number[] = [];
    const { fetch } = fakeFetch({ "*": { type: "stream", chunks: ["a", "b"], pace: (index) => void paced.push(index), end: "error" } });
    const reader = (await fetch(url)).body!.getReader();
    await reader.read();
    await reader.read();
    expect(paced).toEqual([0, 1]);
    await expect(reader.read()).rejects.toMatchObject({ message: "fetch failed", cause: { code: "ECONNRESET" } });
  });

  it("lets the test write the stream while it is read", async () => {
    const stream = controlledStream();
    const fake = fakeFetch({ "*": { type: "controlled", stream } });
    const text = (await fake.fetch(url)).text();
    stream.push("Hel");
    stream.push("lo");
    stream.close();
    expect(await text).toBe("Hello");
    expect(fake.last().finished).toBe(true);
  });

  it("rejects as the platform does when the network fails", async () => {
    const { fetch } = fakeFetch({ "*": { type: "network-error" } });
    await expect(fetch(url)).rejects.toMatchObject({ name: "TypeError", cause: { code: "ECONNRESET" } });
  });

  it("answers an array call by call and fails the call after the last", async () => {
    const { fetch } = fakeFetch({ "*": [{ type: "empty", status: 503 }, (call) => ({ type: "text", body: call.method })] });
    expect((await fetch(url)).status).toBe(503);
    expect(await (await fetch(url, { method: "put" })).text()).toBe("PUT");
    await expect(fetch(url)).rejects.toThrow("request 3");
  });
});

describe("records", () => {
  it("keeps method, url, lower-case headers and the parsed body, also of a Request", async () => {
    const fake = fakeFetch({ "*": { type: "empty" } });
    await fake.fetch(url, { method: "POST", headers: { Authorization: "Bearer x" }, body: '{"stream":true}' });
    expect(fake.last()).toMatchObject({ method: "POST", url, headers: { authorization: "Bearer x" }, body: { stream: true } });
    await fake.fetch(new Request(url, { method: "POST", body: "plain" }));
    expect(fake.last().body).toBe("plain");
    await fake.fetch(url, { method: "POST", body: Uint8Array.of(0xff, 0xfe) });
    expect(fake.last().body).toEqual(Uint8Array.of(0xff, 0xfe));
    expect(fake.calls).toHaveLength(3);
  });

  it("names the routes when a request fits none", async () => {
    await expect(fakeFetch({ "/a": { type: "empty" } }).fetch(url)).rejects.toThrow(/no route for GET .*Routes: \/a/);
  });
});

describe("aborts", () => {
  it("refuses a request whose signal has already fired, and does not record it", async () => {
    const fake = fakeFetch({ "*": { type: "empty" } });
    await expect(fake.fetch(url, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
    expect(fake.calls).toHaveLength(0);
  });

  it("rejects with the signal's reason while the answer hangs", async () => {
    const abort = new AbortController();
    const fake = fakeFetch({ "*": { type: "hang" } });
    const answer = fake.fetch(url, { signal: abort.signal });
    abort.abort(new Error("enough"));
    await expect(answer).rejects.toThrow("enough");
    expect(fake.last().aborted).toBe(true);
  });

  it("breaks a stalled body at once and marks it cancelled", async () => {
    const abort = new AbortController();
    const fake = fakeFetch({ "*": { type: "stream", chunks: ["a"], end: "stall" } });
    const reader = (await fake.fetch(url, { signal: abort.signal })).body!.getReader();
    await reader.read();
    const stalled = reader.read();
    abort.abort();
    await expect(stalled).rejects.toMatchObject({ name: "AbortError" });
    expect(fake.last()).toMatchObject({ aborted: true, cancelled: true });
  });

  it("tells the controlled stream that its reader has gone, and swallows what is pushed later", async () => {
    const stream = controlledStream();
    const response = await fakeFetch({ "*": { type: "controlled", stream } }).fetch(url);
    await response.body!.cancel("not needed");
    expect(await stream.whenCancelled).toBe("not needed");
    stream.push("late");
    expect(stream.cancelled()).toBe(true);
  });
});

describe("redirects", () => {
  const routes = {
    "https://a.test/start": { type: "empty", status: 302, headers: { location: "https://b.test/end" } },
    "https://b.test/end": { type: "text", body: "end" },
  } as const;

  it("follows as the platform does, without the key on another origin", async () => {
    const fake = fakeFetch(routes);
    expect(await (await fake.fetch("https://a.test/start", { headers: { authorization: "Bearer x", accept: "*/*" } })).text()).toBe("end");
    expect(fake.last().headers).toEqual({ accept: "*/*" });
  });

  it("hands the redirect over when asked to", async () => {
    const fake = fakeFetch(routes);
    expect((await fake.fetch("https://a.test/start", { redirect: "manual" })).status).toBe(302);
    expect(fake.calls).toHaveLength(1);
  });
});
