import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { startServer, type TestServer } from "../__fixtures__/start-server.js";

const CHAT = '"model":"openai/gpt-4o-mini","messages":[{"role":"user","content":"hi"}]';
const MIB = 1024 * 1024;

/** Every try's status and code; none may take long, nor be a fault of the server. */
async function outcomesOf(
  server: TestServer,
  tries: readonly (readonly [name: string, path: string, body: string | Buffer<ArrayBuffer>, headers?: Record<string, string>])[],
): Promise<unknown[]> {
  const outcomes = [];
  for (const [name, path, body, headers] of tries) {
    const reply = await fetch(`${server.url}${path}`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
    });
    const text = await reply.text();
    const { error } = JSON.parse(text) as { error?: { code?: string | number; type?: string; error_type?: string } };
    outcomes.push([name, reply.status, error?.error_type ?? error?.code]);
    // Nothing large comes back, whatever large was sent.
    expect(reply.status < 400 || text.length < 2_000, name).toBe(true);
  }
  return outcomes;
}

it("refuses bodies that are made to hurt whoever reads them (SRV-8)", async () => {
  const server = await startServer({ limits: { maxBodyBytes: 14 * MIB } });
  const deep = (open: string, close: string, depth: number): string => `{${CHAT},"x":${open.repeat(depth)}1${close.repeat(depth)}}`;
  const keys = Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":1`).join(",");
  const chat = "/v1/chat/completions";
  const refused = 400;
  const outcomes = await outcomesOf(server, [
    ["lists in lists, 10^5 deep", chat, deep("[", "]", 100_000)],
    ["objects in objects, 10^5 deep", chat, deep('{"a":', "}", 100_000)],
    ["depth without an end", chat, "[".repeat(MIB)],
    ["depth behind closing brackets", chat, `${"]".repeat(100_000)}${"[".repeat(100_000)}`],
    ["deep arguments for another dialect", "/v1/messages", deep("[", "]", 100_000)],
    ["more than the limit", chat, `{${CHAT},"x":"${"a".repeat(14 * MIB)}"}`],
    ["a compressed body", chat, gzipSync("a".repeat(MIB)), { "content-encoding": "gzip" }],
    ["a bomb of zeros", chat, gzipSync(Buffer.alloc(4 * MIB)), { "content-encoding": "gzip" }],
    ["brotli", chat, "x", { "content-encoding": "br" }],
    ["nothing", chat, ""],
    ["a list", chat, "[]"],
    ["a number beyond all", chat, `{${CHAT},"max_tokens":1e400}`],
    ["no UTF-8", chat, Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ["a key name of a megabyte", "/v1/sessions", `{"${"k".repeat(200_000)}":1}`],
    [
      "20,000 messages of nothing",
      chat,
      `{"model":"openai/gpt-4o-mini","messages":[${Array.from({ length: 20_000 }, () => "{}").join(",")}]}`,
    ],
    ["600,000 numbers to embed", "/v1/embeddings", `{"model":"openai/text-embedding-3-small","input":[${"1,".repeat(600_000)}1]}`],
    ["10^6 fields", chat, `{${CHAT},${keys}}`],
    ["17 models", chat, `{${CHAT.replace(/"model":"[^"]*",/, "")},"models":[${Array.from({ length: 17 }, () => '"a/b"').join(",")}]}`],
  ]);
  expect(outcomes).toEqual([
    ["lists in lists, 10^5 deep", refused, "body_unreadable"],
    ["objects in objects, 10^5 deep", refused, "body_unreadable"],
    ["depth without an end", refused, "body_unreadable"],
    ["depth behind closing brackets", refused, "body_unreadable"],
    ["deep arguments for another dialect", refused, "body_unreadable"],
    ["more than the limit", 413, "body_too_large"],
    ["a compressed body", 415, "media_type_unsupported"],
    ["a bomb of zeros", 415, "media_type_unsupported"],
    ["brotli", 415, "media_type_unsupported"],
    ["nothing", refused, "body_unreadable"],
    ["a list", refused, "body_unreadable"],
    ["a number beyond all", refused, "body_unreadable"],
    ["no UTF-8", refused, "body_unreadable"],
    ["a key name of a megabyte", refused, "body_unreadable"],
    ["20,000 messages of nothing", refused, "body_unreadable"],
    ["600,000 numbers to embed", refused, "body_unreadable"],
    ["10^6 fields", refused, "body_unreadable"],
    ["17 models", refused, "body_unreadable"],
  ]);
  expect((await server.get("/healthz")).status).toBe(200);
});

it("is not held up by what it takes: fields and messages up to the limits (SRV-8)", async () => {
  const server = await startServer();
  const fields = (count: number): string => Array.from({ length: count }, (_, index) => `"k${index}":1`).join(",");
  expect((await server.post("/v1/chat/completions", `{${CHAT},${fields(990)}}`)).status).toBe(200);
  expect((await server.post("/v1/chat/completions", `{${CHAT},"metadata":{${fields(40_000)}}}`)).status).toBeLessThan(500);
  const tokens = `{"model":"openai/text-embedding-3-small","input":[${Array.from({ length: 50_000 }, () => "1").join(",")}]}`;
  expect((await server.post("/v1/embeddings", tokens)).status).toBeLessThan(500);
});

it("takes `__proto__` and `constructor` for names like others (SRV-8)", async () => {
  const server = await startServer();
  const polluting = '"__proto__":{"polluted":true,"kind":"operator","stream":true},"constructor":{"prototype":{"polluted":true}}';
  const reply = await server.post("/v1/chat/completions", `{${CHAT},${polluting},"provider":{${polluting}},"metadata":{${polluting}}}`);
  expect(reply.status).toBe(200);
  expect(reply.headers.get("content-type")).toMatch(/^application\/json/);
  expect((await server.post("/admin/keys", `{"name":"k",${polluting}}`)).status).toBe(400);
  expect((await server.post("/v1/sessions", `{${polluting}}`)).status).toBe(400);
  expect((await server.get("/admin/usage?groupBy=__proto__")).status).toBe(400);
  expect((await server.get("/admin/requests?__proto__=1")).status).toBeLessThan(500);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

it("refuses forms that are made to hurt (SRV-8)", async () => {
  const server = await startServer();
  const form = (parts: string): string => `${parts}--b--\r\n`;
  const part = (disposition: string, value = "x"): string => `--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${value}\r\n`;
  const type = { "content-type": "multipart/form-data; boundary=b" };
  const file = part('name="file"; filename="../../../etc/passwd"');
  const outcomes = await outcomesOf(server, [
    ["100,000 parts", "/v1/audio/transcriptions", form(part('name="a"').repeat(100_000)), type],
    ["no end", "/v1/audio/transcriptions", part('name="model"'), type],
    ["no border", "/v1/audio/transcriptions", form(file), { "content-type": "multipart/form-data" }],
    [
      "a file that is named as a way up",
      "/v1/audio/transcriptions",
      form(part('name="model"', "openai/whisper-1") + part('name="file"; filename="../../../etc/passwd"', "ID3")),
      type,
    ],
    ["a name of a megabyte", "/v1/audio/transcriptions", form(part(`name="file"; filename="${"a".repeat(1_000_000)}"`)), type],
  ]);
  expect(outcomes.map((outcome) => (outcome as [string, number]).slice(0, 2))).toEqual([
    ["100,000 parts", 400],
    ["no end", 400],
    ["no border", 400],
    ["a file that is named as a way up", 404],
    ["a name of a megabyte", 400],
  ]);
});
