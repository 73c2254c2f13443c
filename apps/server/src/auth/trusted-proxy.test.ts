import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { startServer } from "../__fixtures__/start-server.js";

const trusting = (more: { readonly trustedProxies?: readonly string[]; readonly trustedProxy?: object; readonly mode?: string } = {}) => ({
  gateway: {
    trustedProxies: more.trustedProxies ?? ["127.0.0.1"],
    auth: {
      mode: more.mode ?? "trusted-proxy",
      trustedProxy: { userHeader: "X-Forwarded-User", allowLoopback: true, ...more.trustedProxy },
    },
    controlUi: { allowedOrigins: ["https://chat.example.org"] },
  },
});
const ann = { "x-forwarded-user": "ann@example.org" };

// SRV-3: gateway.auth.mode "trusted-proxy"
describe("users that a proxy names", () => {
  it("are let in when the proxy's address is listed, and are told apart in the log", async () => {
    const { get, post, logs } = await startServer({ config: trusting() });
    expect((await get("/v1/models")).status).toBe(401);
    expect((await get("/v1/models", { headers: ann })).status).toBe(200);
    const body = { model: "sandbox/guide", messages: [{ role: "user", content: "hi" }] };
    expect((await post("/v1/chat/completions", body, { headers: ann })).status).toBe(200);
    expect(logs()).toContain('"caller":"user:ann%40example.org"');
    expect((await get("/healthz")).status).toBe(200);
  });

  it("are nobody when they come from elsewhere, or from this machine unless that is allowed", async () => {
    const elsewhere = await startServer({ config: trusting({ trustedProxies: ["10.0.0.0/8", "2001:db8::/32"] }) });
    expect((await elsewhere.get("/v1/models", { headers: { ...ann, "x-forwarded-for": "10.0.0.5" } })).status).toBe(401);
    const local = await startServer({ config: trusting({ trustedProxy: { allowLoopback: false } }) });
    expect((await local.get("/v1/models", { headers: ann })).status).toBe(401);
    const range = await startServer({ config: trusting({ trustedProxies: ["127.0.0.0/30"] }) });
    expect((await range.get("/v1/models", { headers: ann })).status).toBe(200);
  });

  it("are those that may, with the headers that the proxy always sends, and named once", async () => {
    const { get, serving } = await startServer({
      config: trusting({ trustedProxy: { allowUsers: ["ann@example.org"], requiredHeaders: ["X-Proxy-Proof"] } }),
    });
    const proof = { "x-proxy-proof": "1" };
    expect((await get("/v1/models", { headers: { ...ann, ...proof } })).status).toBe(200);
    expect((await get("/v1/models", { headers: ann })).status).toBe(401);
    expect((await get("/v1/models", { headers: { ...proof, "x-forwarded-user": "eve@example.org" } })).status).toBe(401);
    expect((await get("/v1/models", { headers: { ...proof, "x-forwarded-user": " " } })).status).toBe(401);
    const twice = await new Promise<number | undefined>((resolve, reject) => {
      const headers = [
        "x-proxy-proof",
        "1",
        "host",
        "localhost",
        "x-forwarded-user",
        "ann@example.org",
        "x-forwarded-user",
        "ann@example.org",
      ];
      request({ port: serving.port, path: "/v1/models", headers, agent: false }, (reply) => resolve(reply.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(twice).toBe(401);
  });

  it("beside virtual keys, while the gateway's token opens nothing in this mode", async () => {
    const { get, post } = await startServer({ config: trusting(), env: { OPENCLAW_GATEWAY_TOKEN: "the-token-of-before" } });
    expect((await get("/v1/models", { headers: { authorization: "Bearer the-token-of-before" } })).status).toBe(401);
    const { key } = (await (await post("/admin/keys", { name: "k" }, { headers: ann })).json()) as { key: string };
    expect((await get("/v1/models", { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
    // The key's owner is the key, whatever the proxy says besides.
    expect((await get("/admin/keys", { headers: { ...ann, authorization: `Bearer ${key}` } })).status).toBe(404);
  });

  it.each([["trusted-proxy"], ["none"]])("have the scopes that the request names, in mode %s", async (mode) => {
    const { get, post } = await startServer({ config: trusting({ mode }) });
    const narrow = { ...ann, "x-openclaw-scopes": "operator.read, operator.write" };
    const body = { model: "openclaw", messages: [{ role: "user", content: "hi" }] };
    expect((await get("/admin/keys", { headers: ann })).status).toBe(200);
    const refused = await get("/admin/keys", { headers: narrow });
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining("missing scope: operator.admin")]);
    expect(await (await get("/admin/whoami", { headers: narrow })).json()).toMatchObject({ admin: false });
    expect((await post("/v1/chat/completions", body, { headers: { ...narrow, "x-openclaw-model": "sandbox/guide" } })).status).toBe(403);
    const wide = { ...ann, "x-openclaw-scopes": "operator.admin", "x-openclaw-model": "sandbox/guide" };
    expect((await post("/v1/chat/completions", body, { headers: wide })).status).toBe(200);
  });

  it.each([
    [{ trustedProxies: [] }, "gateway.trustedProxies is empty"],
    [{ trustedProxies: ["proxy.internal"] }, '"proxy.internal", which is no address'],
    [{ trustedProxies: ["10.0.0.0/33"] }, '"10.0.0.0/33", which is no address'],
    [{ trustedProxies: ["10.0.0.0/"] }, '"10.0.0.0/", which is no address'],
    [{ trustedProxy: { userHeader: " " } }, "no gateway.auth.trustedProxy.userHeader is set"],
  ])("cannot be meant by %j: it is said at the start", async (more, message) => {
    await expect(startServer({ config: trusting(more) })).rejects.toThrow(message);
  });

  it("are safe from pages of other sites, while pages of a listed origin may call (CORS)", async () => {
    const { get, url } = await startServer({ config: trusting() });
    const from = (origin: string) => get("/v1/models", { headers: { ...ann, origin } });
    const listed = await from("https://chat.example.org");
    expect([listed.status, listed.headers.get("access-control-allow-origin")]).toEqual([200, "https://chat.example.org"]);
    const foreign = await from("https://evil.example");
    expect([foreign.status, foreign.headers.get("access-control-allow-origin")]).toEqual([403, null]);
    const asked = (origin: string) => fetch(`${url}/v1/chat/completions`, { method: "OPTIONS", headers: { origin } });
    const [yes, no] = await Promise.all([asked("https://chat.example.org"), asked("https://evil.example")]);
    expect([yes.status, yes.headers.get("access-control-allow-methods")]).toEqual([204, "GET, POST, PATCH, DELETE"]);
    expect([no.status, no.headers.get("access-control-allow-origin")]).toEqual([403, null]);
  });
});
