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
