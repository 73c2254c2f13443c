import { describe, expect, it } from "vitest";
import { NetworkError } from "../errors/network-error.js";
import { TimeoutError } from "../errors/timeout-error.js";
import { readNetworkFailure } from "./network-failure.js";

const origin = "https://openrouter.ai";
const coded = (code: string, message = "x"): Error => Object.assign(new Error(message), { code });
/** As the platform's fetch hides it. */
const hidden = (code: string): Error => new TypeError("fetch failed", { cause: coded(code) });

// NET-5
describe("what a transport rejects with", () => {
  it.each([
    ["ENOTFOUND", "network_unreachable", true],
    ["EAI_AGAIN", "network_unreachable", true],
    ["ECONNREFUSED", "network_unreachable", true],
    ["EHOSTUNREACH", "network_unreachable", true],
    ["ECONNRESET", "network_interrupted", true],
    ["EPIPE", "network_interrupted", true],
    ["UND_ERR_SOCKET", "network_interrupted", true],
    ["UND_ERR_DESTROYED", "network_interrupted", true],
    ["HPE_INVALID_CONSTANT", "network_interrupted", true],
    ["CERT_HAS_EXPIRED", "tls_rejected", false],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls_rejected", false],
    ["SELF_SIGNED_CERT_IN_CHAIN", "tls_rejected", false],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls_rejected", false],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls_rejected", false],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "tls_rejected", false],
    ["EPROTO", "tls_rejected", false],
    ["UND_ERR_PRX_TLS", "tls_rejected", false],
    ["UND_ERR_PRX_CONN", "network_unreachable", true],
  ])("%s is %s", (systemCode, code, retryable) => {
    for (const cause of [coded(systemCode), hidden(systemCode)]) {
      const error = readNetworkFailure(cause, origin);
      expect(error).toBeInstanceOf(NetworkError);
      expect(error).toMatchObject({ code, retryable, systemCode, origin, cause });
      expect(error.message).toContain(origin);
    }
  });

  it("names a limit of the connection by its own", () => {
    for (const code of ["UND_ERR_CONNECT_TIMEOUT", "ETIMEDOUT"]) {
      expect(readNetworkFailure(hidden(code), origin, { connectMs: 5 })).toMatchObject({
        name: "TimeoutError",
        phase: "connect",
        limitMs: 5,
      });
      expect(readNetworkFailure(hidden(code), origin)).toMatchObject({ code: "network_unreachable" });
    }
  });

  it("names the platform's own limits, which no option sets", () => {
    expect(readNetworkFailure(hidden("UND_ERR_HEADERS_TIMEOUT"), origin)).toBeInstanceOf(TimeoutError);
    expect(readNetworkFailure(hidden("UND_ERR_BODY_TIMEOUT"), origin, { begun: true })).toMatchObject({ phase: "stall", limitMs: 300_000 });
  });

  it("calls a connection that stood broken, not unreachable", () => {
    expect(readNetworkFailure(coded("ETIMEDOUT"), origin, { begun: true, connectMs: 5 })).toMatchObject({ code: "network_interrupted" });
  });

  it("finds the code in the first of several attempts", () => {
    const all = new AggregateError([coded("ECONNREFUSED"), coded("ENETUNREACH")], "all failed");
    expect(readNetworkFailure(new TypeError("fetch failed", { cause: all }), origin)).toMatchObject({ systemCode: "ECONNREFUSED" });
  });

  it("does without a code", () => {
    for (const cause of [new TypeError("fetch failed"), "text", undefined, { code: 5 }]) {
      expect(readNetworkFailure(cause, origin)).toMatchObject({
        code: "network_interrupted",
        message: `The connection to ${origin} broke.`,
      });
    }
  });

  it("survives a cause that is its own cause", () => {
    const loop = new Error("x");
    loop.cause = loop;
    expect(readNetworkFailure(loop, origin)).toMatchObject({ code: "network_interrupted" });
  });

  it("passes aborts and errors of ours on as they are", () => {
    const abort = new DOMException("x", "AbortError");
    const ours = new TimeoutError("stall", 1);
    expect(readNetworkFailure(abort, origin)).toBe(abort);
    expect(readNetworkFailure(ours, origin)).toBe(ours);
  });
});

// NET-6
describe("a proxy that refuses", () => {
  it.each([
    ["Proxy response (407) !== 200 when HTTP Tunneling", 407, false, "user:password"],
    ["Proxy Authentication Required (407)", 407, false, "user:password"],
    ["Proxy response (403) !== 200 when HTTP Tunneling", 403, false, "HTTPS_PROXY"],
    ["Proxy response (502) !== 200 when HTTP Tunneling", 502, true, "HTTPS_PROXY"],
  ])("%j is named as such, although it comes as an abort", (message, status, retryable, hint) => {
    const cause = Object.assign(new Error(message), { name: "AbortError", code: "UND_ERR_ABORTED" });
    const error = readNetworkFailure(cause, origin);
    expect(error).toMatchObject({ code: "network_unreachable", retryable, hint: expect.stringContaining(hint) });
    expect(error.message).toBe(`The proxy refused the connection to ${origin} (HTTP ${status}).`);
  });
});
