import fc from "fast-check";
import { mutated } from "./odd-values.js";

const message = fc.record({
  role: fc.constantFrom("system", "user", "assistant", "tool", "developer"),
  content: fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constant([{ type: "text", text: "hi" }]),
    fc.constant([{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }]),
  ),
});
const model = fc.constantFrom("openclaw", "sandbox/guide", "openrouter/auto", "nobody/knows", "sandbox/echo");
const chatBody = fc.record(
  {
    model,
    messages: fc.array(message, { minLength: 1, maxLength: 3 }),
    stream: fc.boolean(),
    max_tokens: fc.nat(100),
    tools: fc.constant([]),
    models: fc.array(model, { maxLength: 2 }),
  },
  { requiredKeys: ["model", "messages"] },
);
const inputBody = fc.record(
  {
    model,
    input: fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 2 })),
    stream: fc.boolean(),
    voice: fc.string({ maxLength: 5 }),
  },
  { requiredKeys: ["model", "input"] },
);
const promptBody = fc.record(
  { model, prompt: fc.string({ maxLength: 10 }), n: fc.nat(4), size: fc.constantFrom("1024x1024", "9x", "") },
  { requiredKeys: ["prompt"] },
);
const keyBody = fc.record(
  { name: fc.string({ maxLength: 8 }), budgetUsd: fc.double(), budgetWindow: fc.constantFrom("day", "never"), rpm: fc.integer() },
  { requiredKeys: [] },
);

interface Route {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}
const posts = (body: fc.Arbitrary<unknown>, ...paths: string[]): fc.Arbitrary<Route> =>
  fc.record({
    method: fc.constant("POST"),
    path: fc.constantFrom(...paths),
    body: fc.oneof({ weight: 1, arbitrary: body }, { weight: 1, arbitrary: mutated(body) }),
  });
const oddPath = fc.oneof(
  fc.constantFrom(
    "/../etc/passwd",
    "/v1/videos/..%2f..%2fx/content",
    "//x",
    "/%00",
    "/v1/models/%ff",
    "http://evil.example/v1/models",
    "*",
    "/admin/keys/'or",
    `/v1/videos/${"a".repeat(300)}`,
    "/admin/usage?from=x&to=99&groupBy=zz",
    "/v1/sessions?limit=-1",
    "/admin/requests?limit=1e9&before=%00",
  ),
  fc.constantFrom(
    "/v1/models",
    "/admin/keys",
    "/admin/usage",
    "/admin/requests",
    "/v1/sessions",
    "/metrics",
    "/healthz",
    "/openapi.json",
    "/",
    "/v1/videos",
  ),
  fc.webPath(),
);
const routes: fc.Arbitrary<Route> = fc.oneof(
  { weight: 4, arbitrary: posts(chatBody, "/v1/chat/completions", "/api/v1/chat/completions", "/v1/messages") },
  { weight: 3, arbitrary: posts(inputBody, "/v1/responses", "/v1/embeddings", "/v1/audio/speech") },
  {
    weight: 2,
    arbitrary: posts(promptBody, "/v1/images/generations", "/api/v1/images", "/v1/videos", "/api/v1/videos", "/v1/audio/transcriptions"),
  },
  { weight: 2, arbitrary: posts(keyBody, "/admin/keys", "/v1/sessions") },
  {
    weight: 2,
    arbitrary: fc.record({
      method: fc.constantFrom("GET", "DELETE", "PATCH", "HEAD", "OPTIONS", "BREW"),
      path: oddPath,
      body: fc.constant({}),
    }),
  },
);
const headers = fc.array(
  fc.constantFrom(
    "Authorization: Bearer x",
    "Authorization: Basic",
    "Host: evil.example",
    "Origin: https://evil.example",
    "Content-Encoding: gzip",
    "Expect: 100-continue",
    "Content-Type: multipart/form-data; boundary=x",
    "Content-Type: text/plain",
    "Idempotency-Key: k",
    "x-openclaw-session: ../x",
    "x-request-id: a b\tc",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: identity, chunked",
    "Content-Length: 5",
    "Accept: text/event-stream",
    "X-Forwarded-For: 1.2.3.4",
    "Upgrade: websocket",
    "x-" + "y".repeat(200) + ": z",
  ),
  { maxLength: 3 },
);
// Most requests have nothing wrong about them but one thing, so that they get behind the first check.
const seldom = <Value>(usual: Value, values: fc.Arbitrary<Value>, weight = 4): fc.Arbitrary<Value> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: values });

type Length = "right" | "short" | "long" | "chunked" | "none";
interface Damage {
  readonly at: number;
  readonly put: Uint8Array;
}

export interface RawRequest {
  readonly bytes: Uint8Array;
  /** The request says truly where it ends. One that does not is all there is: the client closes its half. */
  readonly isWhole: boolean;
}

/** What a client, a broken client or an attacker puts on the wire: mostly right, with a wrong thing here and there. */
export const httpRequests: fc.Arbitrary<RawRequest> = fc
  .record({
    route: routes,
    headers: seldom<string[]>([], headers),
    length: seldom<Length>("right", fc.constantFrom("short", "long", "chunked", "none"), 6),
    damage: seldom<Damage | null>(null, fc.record({ at: fc.nat(), put: fc.uint8Array({ maxLength: 6 }) }), 6),
  })
  .map(({ route: { method, path, body }, headers: more, length, damage }) => {
    const content = Buffer.from(JSON.stringify(body));
    const fields = ["Host: 127.0.0.1", "Connection: close", "Content-Type: application/json", ...more];
    const sent =
      length === "chunked"
        ? Buffer.concat([Buffer.from(`${content.length.toString(16)}\r\n`), content, Buffer.from("\r\n0\r\n\r\n")])
        : content;
    if (length === "chunked") fields.push("Transfer-Encoding: chunked");
    else if (length !== "none") fields.push(`Content-Length: ${content.length + { right: 0, short: -1, long: 7 }[length]}`);
    const whole = Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${fields.join("\r\n")}\r\n\r\n`), sent]);
    if (damage === null) return { bytes: whole, isWhole: more.length === 0 && length !== "long" };
    const at = damage.at % (whole.length + 1);
    return { bytes: Buffer.concat([whole.subarray(0, at), damage.put, whole.subarray(at)]), isWhole: false };
  });
