import { expectNoSecrets, type FakeCall, fakeFetch, type FakeRoutes, plantedSecrets } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { createTarget } from "../create-target.js";
import type { Clock } from "../http/clock.js";
import { openDownload } from "./download.js";
import type { DownloadOptions, DownloadRequest } from "./download-request.js";
import { createFetchTransport } from "../http/fetch-transport.js";
import { readBytes } from "../http/read-body.js";
import type { Transport } from "../http/transport.js";

const secrets = plantedSecrets("download");
const target = createTarget({ model: "openrouter/google/veo-3.1-fast", apiKey: secrets.apiKey });
const own = "https://openrouter.ai/api/v1/videos/a/content";
const text = "the quick brown fox jumps over the lazy dog";
// Waits end at once, so that retries cost no time; nothing else may fire.
const clock: Clock = {
  now: () => 0,
  after(delayMs, callback) {
    if (delayMs < 50_000) queueMicrotask(callback);
    return () => undefined;
  },
};

async function download(routes: FakeRoutes, request: Partial<DownloadRequest> = {}, options: DownloadOptions = {}) {
  const fake = fakeFetch(routes);
  const opened = openDownload(
    { url: own, target, maxBytes: 1_000, ...request },
    { transport: createFetchTransport(fake.fetch), clock, random: () => 0, ...options },
  );
  const read = async (): Promise<string> => new TextDecoder().decode((await readBytes((await opened).body, 1e9)).bytes);
  const failure = async (): Promise<unknown> =>
    read().then(
      () => undefined,
      (error: unknown) => error,
    );
  return { fake, read, failure, opened };
}

const whole = { type: "text", body: text, headers: { "content-length": String(text.length), etag: '"1"' } } as const;
const cut = (bytes: number) =>
  ({ type: "stream", chunks: [text.slice(0, bytes)], end: "error", headers: { ...whole.headers, "content-type": "video/mp4" } }) as const;
const rest = (call: FakeCall) => {
  const start = Number(/bytes=(\d+)-/.exec(call.headers["range"] ?? "")?.[1]);
  return {
    type: "text",
    status: 206,
    body: text.slice(start),
    headers: {
      "content-range": `bytes ${start}-${text.length - 1}/${text.length}`,
      "content-length": String(text.length - start),
      etag: '"1"',
    },
  } as const;
};

// KEY-6, VID-1
describe("who gets the key", () => {
  it("is the configured origin", async () => {
    const { fake, read } = await download({ [own]: whole });
    expect(await read()).toBe(text);
    expect(fake.last().headers["authorization"]).toBe(`Bearer ${secrets.apiKey}`);
    expect(fake.last().headers["http-referer"]).toBe("https://openclaw.ai");
  });

  it("is nobody else: not a foreign URL, not a redirect, not the hop after it", async () => {
    const { fake, read } = await download({
      [own]: { type: "empty", status: 302, headers: { location: "https://cdn.example.com/a" } },
      "https://cdn.example.com/a": { type: "empty", status: 307, headers: { location: "https://other.example.net/b" } },
      "https://other.example.net/b": whole,
    });
    expect(await read()).toBe(text);
    expect(fake.calls).toHaveLength(3);
    expectNoSecrets(
      fake.calls.slice(1).map(({ headers, url }) => ({ headers, url })),
      secrets,
    );
    expect(fake.calls[1]?.headers["http-referer"]).toBeUndefined();
  });

  it("is the configured origin again when a foreign host redirects back to it", async () => {
    const { fake, read } = await download(
      { "https://cdn.example.com/a": { type: "empty", status: 302, headers: { location: own } }, [own]: whole },
      { url: "https://cdn.example.com/a" },
    );
    await read();
    expect(fake.calls.map(({ headers }) => headers["authorization"] !== undefined)).toEqual([false, true]);
  });

  it("is not a look-alike of the origin", async () => {
    const { fake, read } = await download(
      { "https://openrouter.ai.evil.example/*": whole },
      { url: "https://openrouter.ai.evil.example/x" },
    );
    await read();
    expectNoSecrets(fake.last().headers, secrets);
  });
});

describe("what is not followed", () => {
  it.each([
    ["a private address", "http://169.254.169.254/latest/meta-data"],
    ["an IPv4-mapped loopback", "http://[::ffff:7f00:1]/x"],
    ["another scheme", "file:///etc/passwd"],
    ["plain http after https", "http://cdn.example.com/a"],
  ])("a redirect to %s", async (_what, location) => {
    const { fake, failure } = await download({ [own]: { type: "empty", status: 302, headers: { location } } });
    expect(await failure()).toMatchObject({ code: "url_refused" });
    expect(fake.calls).toHaveLength(1);
  });

  it("a fourth redirect", async () => {
    const { fake, failure } = await download({
      "*": { type: "empty", status: 302, headers: { location: "https://cdn.example.com/again" } },
    });
    expect(await failure()).toMatchObject({ code: "url_refused" });
    expect(fake.calls).toHaveLength(4);
  });

  it("a name that stands for a private address", async () => {
    const resolveHost = (host: string) => Promise.resolve([host === "cdn.example.com" ? "10.0.0.7" : "93.184.216.34"]);
    const { fake, failure } = await download({}, { url: "https://cdn.example.com/a" }, { resolveHost });
    expect(await failure()).toMatchObject({ code: "url_refused" });
    expect(fake.calls).toHaveLength(0);
  });
});

// KEY-6
describe("what a name stands for", () => {
  it("is looked up once for each hop, and the addresses that were checked are the ones to connect to", async () => {
    const asked: string[] = [];
    // Rebinding: the second answer would lead into the local network.
    const resolveHost = (host: string) => {
      asked.push(host);
      return Promise.resolve([asked.filter((name) => name === host).length > 1 ? "127.0.0.1" : "93.184.216.34"]);
    };
    const fake = fakeFetch({
      "https://cdn.example.com/a": { type: "empty", status: 302, headers: { location: "https://other.example.net/b" } },
      "https://other.example.net/b": whole,
    });
    const used: unknown[] = [];
    const plain = createFetchTransport(fake.fetch);
    const transport: Transport = (request) => {
      used.push([new URL(request.url).hostname, request.addresses]);
      return plain(request);
    };
    const { body } = await openDownload({ url: "https://cdn.example.com/a", maxBytes: 1_000 }, { transport, clock, resolveHost });
    expect(new TextDecoder().decode((await readBytes(body, 1e9)).bytes)).toBe(text);
    expect(asked).toEqual(["cdn.example.com", "other.example.net"]);
    expect(used).toEqual([
      ["cdn.example.com", ["93.184.216.34"]],
      ["other.example.net", ["93.184.216.34"]],
    ]);
  });

  it.each([["127.0.0.1"], ["::ffff:10.0.0.7"], ["::ffff:a00:7"], ["64:ff9b::a9fe:a9fe"], ["fe80::1"], ["2002:7f00:1::"], ["0.0.0.0"]])(
    "is refused where one of them is %s",
    async (address) => {
      const resolveHost = () => Promise.resolve(["93.184.216.34", address]);
      const { fake, failure } = await download({}, { url: "https://cdn.example.com/a" }, { resolveHost });
      expect(await failure()).toMatchObject({ code: "url_refused" });
      expect(fake.calls).toHaveLength(0);
    },
  );

  it.each([
    ["http://2130706433/"],
    ["http://0x7f000001/"],
    ["http://0177.0.0.1/"],
    ["http://127.1/"],
    ["http://[::ffff:127.0.0.1]/"],
    ["http://[::ffff:7f00:1]/"],
    ["http://[::1]/"],
    ["http://169.254.169.254.:80/"],
    ["http://0/"],
    ["http://１２７.0.0.1/"],
    ["http://localhost/"],
    ["http://metadata.google.internal/"],
  ])("is an address of this network in whatever spelling: %s", async (url) => {
    const { fake, failure } = await download({}, { url });
    expect(await failure()).toMatchObject({ code: "url_refused" });
    expect(fake.calls).toHaveLength(0);
  });
});

describe("what arrives", () => {
  it("goes on with Range where the connection broke", async () => {
    const { fake, read } = await download({ [own]: [cut(10), rest] });
    expect(await read()).toBe(text);
    expect(fake.calls[1]?.headers).toMatchObject({ range: "bytes=10-", "if-range": '"1"' });
  });

  it("goes on when the reply ended early without an error", async () => {
    const { read } = await download({ [own]: [{ ...cut(7), end: "close" }, { ...cut(9), end: "close", type: "stream" }, rest] });
    expect(await read()).toBe(text);
  });

  it("drops what it has when the server sends the whole file again", async () => {
    const { read } = await download({ [own]: [cut(10), whole] });
    expect(await read()).toBe(text);
  });

  it("survives a 503 and an unreachable host between", async () => {
    const { read, fake } = await download({
      [own]: [cut(10), { type: "text", status: 503, body: "{}", headers: { "retry-after": "1" } }, { type: "network-error" }, rest],
    });
    expect(await read()).toBe(text);
    expect(fake.calls).toHaveLength(4);
  });

  it("is never patched together from two files", async () => {
    const { failure } = await download({ [own]: [cut(10), { ...whole, headers: { ...whole.headers, etag: '"2"' } }] });
    expect(await failure()).toMatchObject({ code: "network_interrupted" });
  });

  it("gives up after four fruitless tries", async () => {
    const { fake, failure } = await download({ [own]: cut(0) });
    expect(await failure()).toMatchObject({ code: "network_interrupted" });
    expect(fake.calls).toHaveLength(5);
  });

  it.each([
    [
      "before it is read, when the server says so",
      { type: "binary", body: new Uint8Array(10), headers: { "content-length": "2147483648" } } as const,
    ],
    ["while it is read, when the server says nothing", { type: "binary", body: new Uint8Array(1_001) } as const],
  ])("is bounded %s", async (_when, reply) => {
    const { fake, failure } = await download({ [own]: reply });
    expect(await failure()).toMatchObject({ code: "response_too_large", message: expect.stringContaining("limit of 1000 bytes") });
    expect(fake.last().cancelled).toBe(true);
  });

  it("goes on behind what an earlier process has got, when it is still the same file", async () => {
    const partial = { receivedBytes: 10, lengthBytes: text.length, etag: '"1"' };
    const { fake, read, opened } = await download({ [own]: rest }, { partial });
    expect(await read()).toBe(text.slice(10));
    expect((await opened).startBytes).toBe(10);
    expect(fake.calls).toHaveLength(1);
    expect(fake.last().headers).toMatchObject({ range: "bytes=10-", "if-range": '"1"' });
  });

  const changed = { ...whole, headers: { ...whole.headers, etag: '"2"' } };
  const shifted = (call: FakeCall) => ({ ...rest(call), headers: { ...rest(call).headers, etag: '"2"' } });
  it.each([
    ["the server sends the whole of another file", { [own]: changed }, 1],
    ["the server knows no ranges", { [own]: whole }, 1],
    ["the part is one of another file", { [own]: [shifted, changed] as const }, 2],
    ["the range is refused", { [own]: [{ type: "text", status: 416, body: "" } as const, whole] as const }, 2],
  ])("begins anew when %s", async (_when, routes, calls) => {
    const partial = { receivedBytes: 10, lengthBytes: text.length, etag: '"1"' };
    const { fake, read, opened } = await download(routes, { partial });
    expect(await read()).toBe(text);
    expect((await opened).startBytes).toBe(0);
    expect(fake.calls).toHaveLength(calls);
  });

  it("goes on twice: behind an earlier process, and where its own connection breaks", async () => {
    const broken = (call: FakeCall) => {
      const start = Number(/bytes=(\d+)-/.exec(call.headers["range"] ?? "")?.[1]);
      return { type: "stream", chunks: [text.slice(start, start + 5)], end: "error", status: 206, headers: rest(call).headers } as const;
    };
    const partial = { receivedBytes: 10, lengthBytes: text.length, etag: '"1"' };
    const { fake, read } = await download({ [own]: [broken, rest] }, { partial });
    expect(await read()).toBe(text.slice(10));
    expect(fake.calls.map(({ headers }) => headers["range"])).toEqual(["bytes=10-", "bytes=15-"]);
  });

  it("is refused under a content type that cannot be it", async () => {
    const { failure } = await download(
      { [own]: { ...whole, headers: { "content-type": "text/html" } } },
      { accepts: (type) => type.startsWith("video/") },
    );
    expect(await failure()).toMatchObject({ code: "response_malformed", message: expect.stringContaining("text/html") });
  });

  it("is an error with the provider's words, and never the key in them", async () => {
    const body = JSON.stringify({ error: { code: 404, message: `no job for ${secrets.apiKey}` } });
    const { failure } = await download({ [own]: { type: "text", status: 404, body } });
    const error = await failure();
    expect(error).toMatchObject({ code: "not_found", status: 404 });
    expectNoSecrets(error, secrets);
  });

  it("ends at once when the caller aborts", async () => {
    const controller = new AbortController();
    const { fake, read } = await download(
      { [own]: { type: "stream", chunks: [text.slice(0, 5)], end: "stall" } },
      {},
      { signal: controller.signal },
    );
    const reading = read();
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    expect(fake.last().aborted).toBe(true);
  });
});
