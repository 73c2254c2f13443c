import { mkdir, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { expectNoSecrets, plantedSecrets, tempDir } from "@openclaw/testing";
import { expect, it, vi } from "vitest";
import { readEvents, startServer } from "./__fixtures__/start-server.js";
import { createLonePeers } from "./live/peers.js";

const ask = { model: "sandbox/guide", messages: [{ role: "user", content: "count to 5" }] };
const alias = (name: string): object => ({ agents: { defaults: { models: { "openrouter/sandbox/echo": { alias: name } } } } });

it("takes an edit of the file at once, and keeps the last good configuration after a bad one (SRV-2)", async () => {
  const { post, writeConfig, logs, serving } = await startServer({ config: alias("first") });
  const statusOf = async (model: string): Promise<number> => (await post("/v1/chat/completions", { ...ask, model })).status;
  expect([await statusOf("first"), await statusOf("second")]).toEqual([200, 400]);
  await writeConfig(alias("second"));
  await vi.waitFor(async () => expect(await statusOf("second")).toBe(200), { timeout: 5_000 });
  expect([await statusOf("first"), await statusOf("second")]).toEqual([400, 200]);
  await writeConfig("{ agents: { defaults: { modle: 1 } } }");
  await vi.waitFor(() => expect(logs()).toContain('"event":"config_refused"'), { timeout: 5_000 });
  expect(await statusOf("second")).toBe(200);
  await writeConfig("{ not json");
  expect(await serving.reload()).toBe(false);
  expect(await statusOf("second")).toBe(200);
});

it("is not opened to everybody by an edit that leaves no token, unless it says that this is meant (SRV-2, SRV-3)", async () => {
  const token = "gateway-token-of-the-operator";
  const { get, writeConfig, configPath, serving, logs } = await startServer({ config: { gateway: { auth: { token } } } });
  const statuses = async (): Promise<number[]> => [
    (await get("/admin/keys")).status,
    (await get("/admin/keys", { headers: { authorization: `Bearer ${token}` } })).status,
  ];
  expect(await statuses()).toEqual([401, 200]);
  for (const edit of [() => rm(configPath), () => writeConfig(""), () => writeConfig({ gateway: { auth: { token: " " } } })]) {
    await edit();
    expect(await serving.reload()).toBe(false);
    expect(await statuses()).toEqual([401, 200]);
  }
  expect(logs()).toContain("No token is configured any more");
  await writeConfig({ gateway: { auth: { mode: "none" } } });
  expect([await serving.reload(), await statuses()]).toEqual([true, [200, 200]]);
});

it("takes an edit of an included file, also of one that a bad edit has just named and that is mended or made later (SRV-2)", async () => {
  const { post, writeConfig, configPath, logs } = await startServer({ config: alias("first") });
  const folder = dirname(configPath);
  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  const takes = (model: string): Promise<void> =>
    vi.waitFor(async () => expect((await post("/v1/chat/completions", { ...ask, model })).status).toBe(200), { timeout: 5_000 });
  const refusedTimes = (times: number): Promise<void> =>
    vi.waitFor(() => expect(logs().split('"event":"config_refused"')).toHaveLength(times + 1), { timeout: 5_000 });
  await write("part.json", JSON.stringify(alias("second")));
  await writeConfig({ $include: "./part.json" });
  await takes("second");
  await write("part.json", JSON.stringify(alias("third")));
  await takes("third");
  await write("broken.json", "{ not json");
  await writeConfig({ $include: "./broken.json" });
  await refusedTimes(1);
  await write("broken.json", JSON.stringify(alias("fourth")));
  await takes("fourth");
  await writeConfig({ $include: "./folder/missing.json" });
  await refusedTimes(2);
  await mkdir(join(folder, "folder"));
  await refusedTimes(3);
  await write("folder/missing.json", JSON.stringify(alias("fifth")));
  await takes("fifth");
}, 30_000);

it("lets streams finish while it drains, tells probes, and takes no new connections (SRV-8)", async () => {
  const server = await startServer({ sandbox: { tokensPerSecond: 60 }, limits: { drainDelayMs: 200 } });
  const response = await server.post("/v1/chat/completions", {
    ...ask,
    messages: [{ role: "user", content: "count to 30" }],
    stream: true,
  });
  const drained = server.serving.drain();
  const ready = await server.get("/readyz");
  expect([ready.status, ready.headers.get("connection")]).toEqual([503, "close"]);
  const events = await readEvents(response);
  expect(events.at(-1)).toBe("[DONE]");
  await drained;
  await expect(server.get("/healthz")).rejects.toThrow("fetch failed");
});

it("waits for no connection that was opened in store, and answers what is sent on one as the drain begins (SRV-8)", async () => {
  const { serving } = await startServer();
  const open = async () => {
    const socket = connect(serving.port, "127.0.0.1");
    let text = "";
    socket.on("data", (bytes: Buffer) => (text += bytes.toString()));
    const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(text)));
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    return { socket, closed };
  };
  const [unused, late] = [await open(), await open()];
  const drained = serving.drain();
  late.socket.write("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  expect(await late.closed).toMatch(/^HTTP\/1\.1 200 /);
  expect(await unused.closed).toBe("");
  await drained;
}, 10_000);

it("ends streams that outlast the limit with an error event, not with a clean end (SRV-8, FAIL-4)", async () => {
  const server = await startServer({ sandbox: { tokensPerSecond: 20 }, limits: { drainMs: 150 } });
  const response = await server.post("/v1/chat/completions", {
    ...ask,
    messages: [{ role: "user", content: "count to 500" }],
    stream: true,
  });
  const events = readEvents(response);
  await server.serving.drain();
  const last = (await events).at(-1);
  expect(JSON.parse(last ?? "")).toMatchObject({ error: { code: "shutting_down" }, choices: [{ finish_reason: "error" }] });
});

it("shows a key or a token in no log, error, metric or answer (KEY-6)", async () => {
  const secrets = plantedSecrets("serve");
  const server = await startServer({
    env: { OPENROUTER_API_KEY: secrets.apiKey, OPENCLAW_GATEWAY_TOKEN: secrets.token },
    logPrompts: true,
  });
  const headers = { authorization: `Bearer ${secrets.token}` };
  const seen: string[] = [];
  for (const fault of [undefined, "status-401", "error-in-200", "html-page", "cut"] as const) {
    server.sandbox.clearFaults();
    if (fault !== undefined) server.sandbox.setFault({ name: fault });
    for (const stream of [false, true]) {
      const body = { ...ask, stream, messages: [{ role: "user", content: `echo: my key is ${secrets.apiKey}` }], model: secrets.apiKey };
      seen.push(await (await server.post("/v1/chat/completions", body, { headers })).text());
      seen.push(await (await server.post("/v1/chat/completions", { ...ask, stream }, { headers })).text());
    }
  }
  seen.push(await (await server.get("/metrics", { headers })).text(), server.logs());
  expect(seen.join("\n").length).toBeGreaterThan(5_000);
  expectNoSecrets(seen.join("\n"), secrets);
});

it("writes prompts into the log only when asked to (SRV-8)", async () => {
  const words = "a very private question";
  const body = { ...ask, messages: [{ role: "user", content: `echo: ${words}` }] };
  const silent = await startServer();
  await (await silent.post("/v1/chat/completions", body)).text();
  silent.sandbox.setFault({ name: "status-403-moderation" });
  await (await silent.post("/v1/chat/completions", body)).text();
  expect(silent.logs()).toContain('"model":"sandbox/guide"');
  expect(silent.logs()).not.toContain("private");
  const talking = await startServer({ logPrompts: true });
  await (await talking.post("/v1/chat/completions", body)).text();
  expect(talking.logs()).toContain(words);
});

it("says in one line that another program has the port (SRV-3)", async () => {
  const first = await startServer();
  await expect(startServer({ env: { OPENCLAW_GATEWAY_PORT: String(first.serving.port) } })).resolves.toBeDefined();
  const { serve } = await import("./serve.js");
  const starting = serve({
    configOptions: { env: {}, cwd: "/", homeDir: "/nonexistent" },
    port: first.serving.port,
    write: () => undefined,
  });
  await expect(starting).rejects.toThrow(/another program listens there/);
});

it.each([
  ["its port is taken", async (port: number) => ({ port })],
  [
    "its state cannot be opened",
    async () => {
      const stateDir = tempDir();
      await writeFile(join(stateDir, "server"), "a file where the folder is to be");
      return { port: 0, stateDir };
    },
  ],
  ["its settings cannot be used", async () => ({ port: 0, env: { OTEL_EXPORTER_OTLP_ENDPOINT: "no address" } })],
] as const)("leaves nothing open when %s, the pipe to the other workers included", async (_name, make) => {
  const first = await startServer();
  const { port, stateDir = tempDir(), env = {} } = (await make(first.serving.port)) as { port: number; stateDir?: string; env?: object };
  const close = vi.fn<() => void>();
  const { serve } = await import("./serve.js");
  const starting = serve({
    configOptions: { env: { OPENCLAW_STATE_DIR: stateDir, ...env }, cwd: stateDir },
    port,
    peers: { ...createLonePeers(), close },
    write: () => undefined,
  });
  await expect(starting).rejects.toMatchObject({ name: "ConfigError" });
  expect(close).toHaveBeenCalledTimes(1);
});

it("starts without a key, and says what is missing to whoever asks a model (KEY-4)", async () => {
  const { post, get } = await startServer({ env: { OPENROUTER_API_KEY: "" } });
  expect((await get("/readyz")).status).toBe(200);
  const response = await post("/v1/chat/completions", ask);
  expect([response.status, await response.json()]).toMatchObject([503, { error: { code: "key_missing" } }]);
});

it("closes its sockets when it is closed", async () => {
  const { serving } = await startServer();
  const socket = connect(serving.port, "127.0.0.1");
  const closed = new Promise((resolve) => socket.on("close", resolve).on("error", () => undefined));
  await new Promise((resolve) => socket.on("connect", resolve));
  await serving.close();
  await closed;
});

it("does not serve what the configuration switches off, and says by which key, from the edit on (CFG-4, SRV-2)", async () => {
  const server = await startServer();
  const ask = async (path: string) => {
    const body = { model: "openai/gpt-4o-mini", messages: [], input: "" };
    const reply = path === "/" ? await server.get(path) : await server.post(path, body);
    return [reply.status, /[\w.]+ is false/.exec(await reply.text())?.[0]];
  };
  expect((await ask("/v1/chat/completions"))[0]).toBe(400);
  const off = { enabled: false };
  await server.writeConfig({ gateway: { controlUi: off, http: { endpoints: { chatCompletions: off, responses: off } } } });
  await vi.waitFor(async () => expect(await ask("/")).toEqual([404, "gateway.controlUi.enabled is false"]), { timeout: 5_000 });
  for (const path of ["/v1/chat/completions", "/api/v1/chat/completions"]) {
    expect(await ask(path)).toEqual([404, "gateway.http.endpoints.chatCompletions.enabled is false"]);
  }
  expect(await ask("/v1/responses")).toEqual([404, "gateway.http.endpoints.responses.enabled is false"]);
  expect((await ask("/v1/embeddings"))[0]).toBe(400);
});

it("says which settings of the gateway it does not act on, and does not serve beyond this machine without the encryption that is asked for (CFG-4)", async () => {
  const gateway = { tls: { enabled: true }, auth: { token: "t".repeat(30) } };
  const { logs } = await startServer({ config: { gateway } });
  expect(logs()).toContain("The server does not act on: gateway.tls.");
  await expect(startServer({ config: { gateway: { ...gateway, bind: "lan" } } })).rejects.toThrow(
    "0.0.0.0 would be served without encryption",
  );
});
