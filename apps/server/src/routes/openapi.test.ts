import { expect, it } from "vitest";
import { startServer } from "../__fixtures__/start-server.js";

it("describes every route, with the schemas that check its body (SRV-8)", async () => {
  const { get } = await startServer();
  const document = (await (await get("/openapi.json")).json()) as {
    openapi: string;
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: { properties?: object } }> } }>>;
  };
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      "/healthz",
      "/v1/chat/completions",
      "/v1/responses",
      "/v1/messages",
      "/v1/models/{name}",
      "/v1/images/edits",
      "/v1/audio/transcriptions",
      "/v1/audio/voices",
      "/v1/rerank",
      "/v1/videos",
      "/api/v1/videos",
      "/v1/sessions",
      "/admin/keys",
      "/admin/usage",
      "/admin/usage.csv",
      "/admin/ledger.csv",
      "/admin/requests/{name}",
      "/admin/live",
      "/admin/whoami",
      "/admin/webhooks/dead",
      "/metrics",
      "/openapi.json",
    ]),
  );
  const chat = document.paths["/v1/chat/completions"]?.["post"]?.requestBody?.content["application/json"]?.schema;
  expect(Object.keys(chat?.properties ?? {})).toEqual(expect.arrayContaining(["messages", "tools", "reasoning", "stream"]));
});

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: { readonly content: object };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

const describe = async (get: (path: string) => Promise<Response>): Promise<Readonly<Record<string, Readonly<Record<string, Operation>>>>> =>
  ((await (await get("/openapi.json")).json()) as { paths: Record<string, Record<string, Operation>> }).paths;

it("describes nothing that is not there, each under a name of its own (SRV-8)", async () => {
  const { get, url } = await startServer();
  const paths = await describe(get);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const names = operations.map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const { path, method, operation } of operations.filter(({ path }) => path !== "/admin/live")) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect((operation.parameters ?? []).filter((parameter) => parameter.in === "path").map(({ name }) => name)).toEqual(inPath);
    const reply = await fetch(url + path.replaceAll(/\{\w+\}/g, `msg_${"0".repeat(32)}`), { method: method.toUpperCase() });
    expect([method, path, reply.status === 405 || (await reply.text()).includes("There is nothing at")]).toEqual([method, path, false]);
  }
});

it("says what an answer is, what changes take, and what may be asked for (SRV-8)", async () => {
  const { get, post } = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: "gateway-token-of-the-operator" } });
  const own = { headers: { authorization: "Bearer gateway-token-of-the-operator" } };
  const paths = await describe((path) => get(path, own));
  const video = { model: "sandbox/clip", prompt: "a tide pool" };
  for (const [path, body] of [
    ["/admin/keys", { name: "ann" }],
    ["/admin/webhooks/secret", {}],
    ["/v1/sessions", {}],
    ["/v1/videos", video],
    ["/api/v1/videos", video],
  ] as const) {
    const reply = await post(path, body, own);
    expect([path, Object.keys(paths[path]?.["post"]?.responses ?? {})]).toEqual([path, [String(reply.status), "default"]]);
  }
  expect(JSON.stringify(paths["/admin/keys/{name}"]?.["patch"]?.requestBody)).toContain("budgetUsd");
  expect(Object.keys(paths["/v1/videos/{id}/content"]?.["get"]?.responses["200"]?.content ?? {})).toEqual(["video/mp4"]);
  const asked = (paths["/admin/usage"]?.["get"]?.parameters ?? []).map(({ name }) => name);
  expect(asked).toEqual(expect.arrayContaining(["from", "to", "groupBy"]));
});
