import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../__fixtures__/start-server.js";
import { readAddressList } from "./address-list.js";
import { addressOwner, clientAddress } from "./client-address.js";
import { createLoginLimits, readLoginRules } from "./login-limits.js";

const TOKEN = "planted-gateway-token-7788";

function start(rateLimit: object | undefined, gateway: object = {}): Promise<TestServer> {
  return startServer({
    env: { OPENCLAW_GATEWAY_TOKEN: TOKEN },
    config: { gateway: { auth: { mode: "token", ...(rateLimit === undefined ? {} : { rateLimit }) }, ...gateway } },
  });
}

const ask = async (server: TestServer, token: string | undefined, headers: Record<string, string> = {}): Promise<number> =>
  (await server.get("/v1/models", { headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) } }))
    .status;

// SRV-3
describe("gateway.auth.rateLimit", () => {
  it("shuts out an address that has tried too many wrong tokens, and says for how long", async () => {
    const server = await start({ maxAttempts: 3, windowMs: 60_000, lockoutMs: 90_000, exemptLoopback: false });
    // Asking without a token is no try.
    expect([await ask(server, undefined), await ask(server, undefined), await ask(server, TOKEN)]).toEqual([401, 401, 200]);
    expect([await ask(server, "a"), await ask(server, "b"), await ask(server, "c")]).toEqual([401, 401, 401]);
    const shut = await server.get("/v1/models", { headers: { "x-api-key": "d" } });
    expect([shut.status, Number(shut.headers.get("retry-after")) > 80]).toEqual([429, true]);
    expect(await shut.json()).toMatchObject({ error: { type: "rate_limit_error", code: "rate_limited" } });
    // Not even the right one: else guessing could go on.
    expect([await ask(server, TOKEN), await ask(server, "e", { "x-forwarded-for": "203.0.113.9" })]).toEqual([429, 429]);
    expect((await server.get("/healthz")).status).toBe(200);
  });

  it("tells the clients of a trusted proxy apart, and believes nobody else", async () => {
    const limit = { maxAttempts: 2, exemptLoopback: false };
    const server = await start(limit, { trustedProxies: ["127.0.0.1", "10.0.0.0/8"] });
    const one = { "x-forwarded-for": "198.51.100.1, 203.0.113.9, 10.0.0.7" };
    // What stands before the proxy's own word is the client's invention.
    expect([await ask(server, "a", one), await ask(server, "b", { "x-forwarded-for": "8.8.8.8, 203.0.113.9" })]).toEqual([401, 401]);
    expect([await ask(server, "c", one), await ask(server, "c", { "x-forwarded-for": "203.0.113.10" })]).toEqual([429, 401]);
  });

  it("leaves this machine alone unless told otherwise, and everybody where it is not set", async () => {
    for (const server of [await start({ maxAttempts: 1 }), await start(undefined)]) {
      expect([await ask(server, "a"), await ask(server, "b"), await ask(server, TOKEN)]).toEqual([401, 401, 200]);
    }
  });
});

describe("a count of wrong tokens", () => {
  const rules = readLoginRules({ auth: { rateLimit: {} } } as Parameters<typeof readLoginRules>[0]);
  const tries = (limits: ReturnType<typeof createLoginLimits>, count: number): void => {
    for (let index = 0; index < count; index++) if (rules !== undefined) limits.failed("a", rules);
  };

  it("stays a lockout when tokens that were being looked up at the same moment turn out wrong as well", () => {
    const limits = createLoginLimits(() => 1_000);
    tries(limits, 15);
    expect(() => limits.check("a")).toThrow("Too many wrong tokens");
  });

  it("begins anew after its window and after a lockout: 10 in a minute shut out for five", () => {
    let nowMs = 1_000;
    const limits = createLoginLimits(() => nowMs);
    tries(limits, 9);
    nowMs += 60_000;
    tries(limits, 9);
    expect(() => limits.check("a")).not.toThrow();
    tries(limits, 1);
    expect(() => limits.check("a")).toThrow("Too many wrong tokens");
    expect(() => limits.check("b")).not.toThrow();
    nowMs += 299_999;
    expect(() => limits.check("a")).toThrow("Too many wrong tokens");
    nowMs += 1;
    expect(() => limits.check("a")).not.toThrow();
    tries(limits, 9);
    expect(() => limits.check("a")).not.toThrow();
  });

  it("remembers so many addresses and no more", () => {
    const limits = createLoginLimits(() => 0);
    const once = { maxAttempts: 1, windowMs: 1_000, lockoutMs: 1_000, ownerOf: () => undefined };
    for (let index = 0; index <= 10_000; index++) limits.failed(String(index), once);
    expect(() => limits.check("0")).not.toThrow();
    expect(() => limits.check("1")).toThrow("Too many wrong tokens");
  });
});

describe("where a request comes from", () => {
  const from = (remoteAddress: string, headersDistinct: Record<string, string[]> = {}) =>
    ({ socket: { remoteAddress }, headersDistinct }) as unknown as Pick<IncomingMessage, "socket" | "headersDistinct">;
  const of = (request: ReturnType<typeof from>, realIp = false) =>
    clientAddress(request, { proxies: readAddressList(["10.0.0.0/8", "2001:db8::1"]), realIp });

  it("is told by the connection, or by proxies that are trusted", () => {
    expect(of(from("::ffff:203.0.113.9", { "x-forwarded-for": ["1.1.1.1"] }))).toBe("203.0.113.9");
    expect(of(from("10.1.1.1", { "x-forwarded-for": ["1.1.1.1", "2.2.2.2, 10.0.0.3"] }))).toBe("2.2.2.2");
    expect(of(from("2001:db8::1", { "x-forwarded-for": ["2001:db8:9::7"] }))).toBe("2001:db8:9::7");
    // Nothing said, or nonsense: the proxy itself.
    for (const said of [{}, { "x-forwarded-for": ["unknown"] }, { "x-forwarded-for": ["10.0.0.9"] }]) {
      expect(of(from("10.1.1.1", said))).toBe("10.1.1.1");
    }
    const real = { "x-real-ip": ["3.3.3.3"] };
    expect([of(from("10.1.1.1", real)), of(from("10.1.1.1", real), true), of(from("9.9.9.9", real), true)]).toEqual([
      "10.1.1.1",
      "3.3.3.3",
      "9.9.9.9",
    ]);
  });

  it("is one owner for all addresses of an IPv6 network", () => {
    expect(["2001:db8:1:2:3:4:5:6", "2001:0db8:1:2::9", "2001:db8:1:2:ffff::", "fe80::1%eth0", "::1"].map(addressOwner)).toEqual([
      "2001:db8:1:2::/64",
      "2001:db8:1:2::/64",
      "2001:db8:1:2::/64",
      "fe80:0:0:0::/64",
      "0:0:0:0::/64",
    ]);
    expect(addressOwner("203.0.113.9")).toBe("203.0.113.9");
  });
});
