import { describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../../__fixtures__/start-server.js";
import { readOtherWork } from "./other-work.js";

const TOKEN = "gateway-token-of-the-operator";
const MODEL = "openai/gpt-4o-mini";
const DEAR = "anthropic/claude-opus-4.1";
const messages = [{ role: "user", content: "count to 5" }];

interface WithKey {
  readonly server: TestServer;
  readonly ask: (path: string, body: object) => Promise<unknown[]>;
  /** The ids of the models that it is shown. */
  readonly list: () => Promise<string[]>;
}

async function startWithKey(limits: object, config: object = {}): Promise<WithKey> {
  const server = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN }, config });
  const made = await server.post("/admin/keys", { name: "test", ...limits }, { headers: { authorization: `Bearer ${TOKEN}` } });
  const { key } = (await made.json()) as { key: string };
  const ask = async (path: string, body: object): Promise<unknown[]> => {
    const reply = await server.post(path, { model: MODEL, max_tokens: 20, ...body }, { headers: { authorization: `Bearer ${key}` } });
    const { error } = (await reply.json()) as { error?: { code?: string; error_type?: string; message: string } };
    return [reply.status, error?.code ?? error?.error_type, error?.message];
  };
  const list = async (): Promise<string[]> => {
    const reply = await server.get("/v1/models", { headers: { authorization: `Bearer ${key}` } });
    return ((await reply.json()) as { data: { id: string }[] }).data.map(({ id }) => id);
  };
  return { server, ask, list };
}

// SRV-3
describe("a key for some models", () => {
  it.each([
    ["/v1/chat/completions", { messages, tools: [{ type: "openrouter:subagent", parameters: { model: DEAR } }] }, DEAR],
    ["/v1/chat/completions", { messages, tools: [{ type: "openrouter:advisor" }] }, "openrouter:advisor"],
    ["/v1/chat/completions", { messages, plugins: [{ id: "fusion", analysis_models: [MODEL, DEAR] }] }, DEAR],
    ["/v1/chat/completions", { messages, preset: "mine" }, "@preset/mine"],
    ["/v1/responses", { input: "hi", tools: [{ type: "image_generation", model: "openai/gpt-5-image" }] }, "openai/gpt-5-image"],
    ["/v1/messages", { messages, tools: [{ type: "openrouter:fusion", parameters: { model: DEAR } }] }, DEAR],
  ])("opens no other through what %s is asked to do besides", async (path, body, named) => {
    const { server, ask } = await startWithKey({ models: [`openrouter/${MODEL}`] });
    expect(await ask(path, body)).toEqual([403, "model_not_allowed", `This key may not use ${named}.`]);
    expect(server.sandbox.requests.filter(({ body: sent }) => JSON.stringify(sent ?? "").includes(MODEL))).toEqual([]);
  });

  it("opens those that a name with a star at its end begins", async () => {
    const { ask } = await startWithKey({ models: ["openai/gpt-4o-*"] });
    expect(await ask("/v1/chat/completions", { messages })).toEqual([200, undefined, undefined]);
    expect(await ask("/v1/chat/completions", { messages, model: "openai/gpt-4.1" })).toEqual([
      403,
      "model_not_allowed",
      "This key may not use openai/gpt-4.1.",
    ]);
  });

  it("lists those, and the names of the configuration that begin with one of them", async () => {
    const config = {
      agents: {
        defaults: {
          model: { primary: "openrouter/openai/gpt-4o-mini", fallbacks: [`openrouter/${DEAR}`] },
          models: { [`openrouter/${DEAR}`]: { alias: "dear" }, "openrouter/openai/gpt-4.1": { alias: "quick" } },
        },
      },
    };
    const { list } = await startWithKey({ models: ["openai/gpt-4*"] }, config);
    const ids = await list();
    expect(ids.filter((id) => !id.includes("/") || id.startsWith("openclaw/"))).toEqual(["openclaw", "openclaw/default", "quick"]);
    expect(ids).toContain(MODEL);
    expect(ids.filter((id) => id.includes("/") && !/^(?:openai\/gpt-4|openclaw\/)/.test(id))).toEqual([]);
  });

  it("leaves tools and plugins alone that name no other", async () => {
    const { ask } = await startWithKey({ models: [`openrouter/${MODEL}`, "@preset/mine"] });
    const tools = [{ type: "function", function: { name: "fusion", parameters: { type: "object", properties: {} } } }];
    expect(await ask("/v1/chat/completions", { messages, tools })).toEqual([200, undefined, undefined]);
    const plugins = [{ id: "web" }, { id: "fusion", enabled: false }, { id: "response-healing" }];
    expect(await ask("/v1/chat/completions", { messages, plugins, preset: "mine" })).toEqual([200, undefined, undefined]);
    const subagent = [{ type: "openrouter:subagent", parameters: { model: MODEL } }];
    expect(await ask("/v1/chat/completions", { messages, tools: subagent })).toEqual([200, undefined, undefined]);
  });

  it("tries of the fallbacks of a message those that it may, one after the other", async () => {
    const { server, ask } = await startWithKey({ models: ["openrouter/openai/*"] });
    server.sandbox.setFault({ name: "status-503", path: "/messages", model: /gpt-4o-mini/ });
    expect(await ask("/v1/messages", { messages, fallbacks: [{ model: DEAR }, { model: "openai/gpt-4.1" }] })).toEqual([
      200,
      undefined,
      undefined,
    ]);
    const asked = server.sandbox.requests
      .filter(({ path }) => path === "/api/v1/messages")
      .map(({ body }) => body as { readonly model?: string })
      .filter((body) => "messages" in body);
    expect([...new Set(asked.map(({ model }) => model))]).toEqual([MODEL, "openai/gpt-4.1"]);
    expect(asked.some((body) => "fallbacks" in body || "models" in body)).toBe(false);
  });
});

// SRV-4
describe("what is done besides", () => {
  it("is held too, so that a key without the money for it is refused", async () => {
    const { ask } = await startWithKey({ budgetUsd: 0.01 });
    expect(await ask("/v1/chat/completions", { messages })).toEqual([200, undefined, undefined]);
    const [status, code] = await ask("/v1/chat/completions", { messages, plugins: [{ id: "web" }] });
    expect([status, code]).toEqual([402, "budget_exceeded"]);
  });

  it("is a search where the model's name or its own settings ask for one", () => {
    expect(readOtherWork({}, ["openai/gpt-4o-mini", "openai/gpt-4.1:online"]).usd).toBeCloseTo(0.035, 9);
    expect(readOtherWork({}, ["openai/gpt-4o-mini:nitro"]).usd).toBe(0);
  });

  it.each([
    [{}, 0],
    [{ web_search_options: { search_context_size: "high" } }, 0.035],
    [{ plugins: [{ id: "web" }] }, 0.035],
    [{ plugins: [{ id: "web", max_results: 20 }] }, 0.08],
    [{ plugins: [{ id: "web", enabled: false }, { id: "context-compression" }, null, "web"] }, 0],
    [{ tools: [{ type: "openrouter:web_search", parameters: { max_uses: 2 } }] }, 0.07],
    [{ tools: [{ type: "web_search_20250305", name: "web_search", max_uses: 3 }] }, 0.105],
    [{ tools: [{ type: "web_search_preview" }] }, 0.35],
    [{ tools: [{ type: "openrouter:datetime" }, { type: "function", function: { name: "web_search" } }] }, 0],
    [{ tools: [{ type: "openrouter:subagent" }], plugins: [{ id: "fusion", analysis_models: ["a/b", "c/d"] }] }, 3],
    [{ plugins: {}, tools: "web_search" }, 0],
  ])("counts of %j for at most %d USD", (body, usd) => {
    expect(readOtherWork(body).usd).toBeCloseTo(usd, 9);
  });
});
