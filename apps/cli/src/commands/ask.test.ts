import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFetchTransport } from "@openclaw/core";
import { expectNoSecrets, fakeFetch, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

const KEY = "sk-or-v1-SYNTHETICaskNotARealKey0000";

const sse = (text: string) =>
  [
    `data: {"id":"gen-1","model":"acme/one","choices":[{"index":0,"delta":{"content":${JSON.stringify(text)}}}]}\n\n`,
    'data: {"id":"gen-1","model":"acme/one","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"cost":0.0001}}\n\n',
    "data: [DONE]\n\n",
  ] as const;

const catalogue = () =>
  ({
    "GET /api/v1/models": { type: "json", body: { data: [{ id: "anthropic/claude-sonnet-4.6", name: "Claude Sonnet 4.6" }] } },
  }) as const;

const transportOf = (fake: ReturnType<typeof fakeFetch>) => createFetchTransport((url, init) => fake.fetch(url, init));

describe("chat", () => {
  it("writes the answer alone to stdout (CLI-3)", async () => {
    const { env, sandbox } = await testSandbox();
    const { exitCode, stdout, stderr } = await runCli(["chat", "What", "is", "a", "fallback?"], { env });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("agents.defaults.model.fallbacks");
    expect(stdout.endsWith("\n")).toBe(true);
    expect(stderr).toBe("");
    const chat = sandbox.requests.find(({ path }) => path.endsWith("/chat/completions"));
    expect(chat?.body).toMatchObject({
      model: "openrouter/auto",
      messages: [{ role: "user", content: "What is a fallback?" }],
      stream: true,
    });
  });

  it("shows the text as it comes, not at the end (CLI-4)", async () => {
    const fake = fakeFetch({ "POST /api/v1/chat/completions": { type: "stream", chunks: sse("Hello there, ") } });
    const seen: string[] = [];
    await runCli(["chat", "hi"], { env: { OPENROUTER_API_KEY: KEY }, transport: transportOf(fake), onStdout: (text) => seen.push(text) });
    expect(seen[0]).toBe("Hello there, ");
  });

  it("puts what is piped in before the question (CLI-3)", async () => {
    const { env, sandbox } = await testSandbox();
    await runCli(["chat", "What changed?", "--system", "Be brief."], { env, stdin: "line one\nline two\n" });
    expect(sandbox.requests.at(-1)?.body).toMatchObject({
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "line one\nline two\n\nWhat changed?" },
      ],
    });
  });

  it("attaches pictures, documents and texts by what their bytes are", async () => {
    const { env, sandbox } = await testSandbox();
    const folder = tempDir();
    writeFileSync(join(folder, "photo.dat"), Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
    writeFileSync(join(folder, "notes.txt"), "remember the milk");
    const { exitCode } = await runCli(["chat", "-f", "photo.dat", "-i", "https://example.com/cat.jpg", "-f", "notes.txt", "What?"], {
      env,
      cwd: folder,
    });
    expect(exitCode).toBe(0);
    const { messages } = sandbox.requests.at(-1)!.body as { messages: { content: { type: string }[] }[] };
    expect(messages[0]!.content.map(({ type }) => type)).toEqual(["image_url", "text", "image_url", "text"]);
    expect(JSON.stringify(messages)).toContain("data:image/png;base64,");
  });

  it("answers with one document for --json, and one line an event for --stream-json (CLI-3)", async () => {
    const { env } = await testSandbox();
    const whole = await runCli(["chat", "hello", "--json"], { env });
    expect(whole.stderr).toBe("");
    expect(JSON.parse(whole.stdout)).toMatchObject({
      ok: true,
      finishReason: "stop",
      usage: { promptTokens: expect.any(Number) as number },
    });

    const events = (await runCli(["chat", "hello", "--stream-json"], { env })).stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    expect(events[0]!.type).toBe("start");
    expect(events.filter(({ type }) => type === "finish" || type === "error")).toHaveLength(1);
    expect(events.at(-1)!.type).toBe("finish");
  });

  it("says tokens, cost and model on stderr on a terminal, and not into a pipe unless asked (CLI-4)", async () => {
    const fake = fakeFetch({ "POST /api/v1/chat/completions": { type: "stream", chunks: sse("Hello") } });
    const options = { env: { OPENROUTER_API_KEY: KEY, NO_COLOR: "1" }, transport: transportOf(fake) };
    expect((await runCli(["chat", "hi"], { ...options, terminal: true })).stderr).toMatch(/acme\/one · 3 in · 2 out · \$0\.0001 · \d+ ms/);
    expect((await runCli(["chat", "hi"], options)).stderr).toBe("");
    expect((await runCli(["chat", "hi", "--verbose"], options)).stderr).toContain("3 in");
    expect((await runCli(["chat", "hi", "--quiet"], { ...options, terminal: true })).stderr).toBe("");
  });

  it("says which model took over, and that one was selected (§6.5)", async () => {
    const fake = fakeFetch({
      "GET /api/v1/models": { type: "json", body: { data: [{ id: "acme/one" }, { id: "acme/two" }] } },
      "POST /api/v1/chat/completions": [
        { type: "json", status: 404, body: { error: { code: 404, message: "No endpoints found for acme/one." } } },
        { type: "stream", chunks: sse("Hello") },
      ],
    });
    const { exitCode, stdout, stderr } = await runCli(["chat", "hi", "-m", "openrouter/acme/one", "--fallback", "openrouter/acme/two"], {
      env: { OPENROUTER_API_KEY: KEY },
      transport: transportOf(fake),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "Hello\n" });
    expect(stderr).toBe("↪️ Model Fallback: openrouter/acme/two (selected openrouter/acme/one; model_not_found)\n");
  });

  it("ends with exit code 1 when an answer breaks off, and keeps what arrived (CLI-3, FAIL-4)", async () => {
    const fake = fakeFetch({
      "POST /api/v1/chat/completions": () => ({ type: "stream", chunks: [sse("Half an ans")[0]], end: "close" }),
    });
    const { exitCode, stdout, stderr } = await runCli(["chat", "hi"], {
      env: { OPENROUTER_API_KEY: KEY },
      transport: transportOf(fake),
      home: homeWith("{ agents: { defaults: { failover: { retries: 0, recoverMidStream: false } } } }"),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "Half an ans\n" });
    expect(stderr).toMatch(/^openclaw: .+/);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("cancels the request on Ctrl-C, keeps what arrived and ends with 130 (CLI-3, NET-4)", async () => {
    const fake = fakeFetch({ "POST /api/v1/chat/completions": { type: "stream", chunks: [sse("Begun ")[0]], end: "stall" } });
    const interrupt = new AbortController();
    const result = await runCli(["chat", "hi"], {
      env: { OPENROUTER_API_KEY: KEY },
      transport: transportOf(fake),
      signal: interrupt.signal,
      onStdout: () => interrupt.abort(new DOMException("Interrupted.", "AbortError")),
    });
    expect(result).toEqual({ exitCode: 130, stdout: "Begun \n", stderr: "" });
    expect(fake.last().cancelled || fake.last().signal?.aborted).toBe(true);
  });
});

function homeWith(config: string): string {
  const home = tempDir();
  mkdirSync(join(home, ".openclaw"));
  writeFileSync(join(home, ".openclaw", "openclaw.json"), config);
  return home;
}

describe("infer model run", () => {
  it("answers with the envelope that scripts know (CLI-2)", async () => {
    const { env } = await testSandbox();
    const { exitCode, stdout } = await runCli(["infer", "model", "run", "--prompt", "hello", "--json"], { env });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      capability: "model.run",
      transport: "local",
      provider: "openrouter",
      model: expect.any(String) as string,
      attempts: [{ model: "openrouter/auto", outcome: "succeeded" }],
      outputs: [{ text: expect.stringContaining("sandbox") as string, mediaUrl: null }],
    });
  });

  it.each([
    [["infer", "model", "run", "--prompt", "  "], "openclaw: --prompt is blank. Say what the model should answer.\n"],
    [["chat", ""], 'openclaw: There is no prompt. Write it in quotes, or pipe it in: openclaw chat "Why is the sky blue?"\n'],
    [["agent"], 'openclaw: There is no prompt. Write it in quotes, or pipe it in: openclaw agent "Why is the sky blue?"\n'],
    [
      ["infer", "model", "run"],
      'openclaw: There is no prompt. Write it in quotes, or pipe it in: openclaw infer model run --prompt "Why is the sky blue?"\n',
    ],
    [["agent", "--message", ""], "openclaw: --message is blank. Say something to the agent.\n"],
  ])("refuses a blank prompt before anything is sent: %j (CLI-3)", async (argv, message) => {
    const fake = fakeFetch({});
    const result = await runCli(argv, { env: { OPENROUTER_API_KEY: KEY }, transport: transportOf(fake) });
    expect(result).toEqual({ exitCode: 2, stdout: "", stderr: message });
    expect(fake.calls).toHaveLength(0);
  });
});

describe("agent", () => {
  it("tells everything about the turn in the older shape (CLI-2)", async () => {
    const { env } = await testSandbox();
    const { stdout } = await runCli(["agent", "--local", "--message", "hello", "--session-id", "s1", "--json"], { env });
    expect(JSON.parse(stdout)).toMatchObject({
      payloads: [{ text: expect.stringContaining("sandbox") as string, mediaUrl: null }],
      meta: {
        agentMeta: {
          sessionId: "s1",
          provider: "openrouter",
          usage: { input: expect.any(Number) as number, total: expect.any(Number) as number },
        },
        aborted: false,
        executionTrace: { winnerProvider: "openrouter", fallbackUsed: false, runner: "embedded" },
        completion: { finishReason: "stop" },
      },
    });
  });
});

describe("--dry-run", () => {
  it("prints the exact request and why each step did or did not apply, without a key, and sends nothing (CLI-5)", async () => {
    const fake = fakeFetch({});
    const { exitCode, stdout, stderr } = await runCli(["chat", "hi", "--dry-run", "--json"], { transport: transportOf(fake) });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const plan = JSON.parse(stdout) as { request: { headers: Record<string, string> }; steps: { step: string }[] };
    expect(plan).toMatchObject({
      dryRun: true,
      key: "none",
      request: {
        method: "POST",
        url: "https://openrouter.ai/api/v1/chat/completions",
        headers: { "HTTP-Referer": "https://openclaw.ai", "X-OpenRouter-Title": "OpenClaw", "X-OpenRouter-Categories": "cli-agent" },
        body: { model: "openrouter/auto", messages: [{ role: "user", content: "hi" }], stream: true },
      },
    });
    expect(plan.steps.find(({ step }) => step === "reasoning")).toMatchObject({ applied: false });
    expect(plan.steps.length).toBeGreaterThan(10);
    expect(fake.calls).toHaveLength(0);
  });

  it("names the key without showing it (CLI-5, KEY-6)", async () => {
    for (const extra of [[], ["--json"]]) {
      const { stdout, stderr } = await runCli(["chat", "hi", "--dry-run", ...extra], { env: { OPENROUTER_API_KEY: KEY } });
      expect(stdout).toContain("env:OPENROUTER_API_KEY");
      expectNoSecrets(stdout + stderr, [KEY]);
    }
  });

  it("sends nothing OpenRouter's own to another server (CLI-5, NET-2)", async () => {
    const { stdout } = await runCli(["chat", "hi", "--dry-run", "--json", "--base-url", "https://gateway.example/v1"]);
    const { request } = JSON.parse(stdout) as { request: { url: string; headers: Record<string, string> } };
    expect(request.url).toBe("https://gateway.example/v1/chat/completions");
    expect(Object.keys(request.headers).sort()).toEqual(["Accept", "Authorization", "Content-Type"]);
  });
});

describe("wrong input", () => {
  const nothing = fakeFetch({});
  it.each([
    [
      "no key (KEY-4)",
      ["chat", "hi"],
      {},
      /^openclaw: OpenRouter API key missing.*--api-key.*OPENROUTER_API_KEY.*openclaw onboard --auth-choice openrouter-api-key\n$/,
      1,
    ],
    [
      "a malformed key (KEY-1)",
      ["chat", "hi"],
      { OPENROUTER_API_KEY: "two words" },
      /^openclaw: env:OPENROUTER_API_KEY: The API key holds spaces.*\n$/,
      1,
    ],
    [
      "a bare model name (REF-1)",
      ["chat", "-m", "kimi", "hi"],
      { OPENROUTER_API_KEY: KEY },
      /^openclaw: "kimi" is neither an alias nor a model reference\. Did you mean "openrouter\/moonshotai\/kimi-k2\.6".*\n$/,
      1,
    ],
    [
      "an unknown thinking level (CHAT-1)",
      ["chat", "-t", "hihg", "hi"],
      { OPENROUTER_API_KEY: KEY },
      /^openclaw: "hihg" is not a thinking level\. Did you mean "high"\?.*\n$/,
      2,
    ],
    [
      "a wrong base URL (NET-1)",
      ["chat", "--base-url", "openrouter.ai", "hi"],
      { OPENROUTER_API_KEY: KEY },
      /^openclaw: .*not an absolute URL.*\n$/,
      1,
    ],
    ["a missing attachment", ["chat", "-f", "none.png", "hi"], { OPENROUTER_API_KEY: KEY }, /^openclaw: .*none\.png.*\n$/, 1],
    [
      "an unknown stored profile (KEY-1)",
      ["chat", "--auth-profile", "openrouter:none", "hi"],
      { OPENROUTER_API_KEY: KEY },
      /^openclaw: There is no usable stored profile "openrouter:none"\..*\n$/,
      1,
    ],
  ])("meets %s with one clear message, and sends nothing", async (_name, argv, env, message, code) => {
    const { exitCode, stdout, stderr } = await runCli(argv, { env, transport: transportOf(nothing) });
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(stderr).toMatch(message);
    expect(nothing.calls).toHaveLength(0);
  });

  it.each([
    ["a listed name is near", "openrouter/anthropic/claude-sonet-4.6", /Did you mean "anthropic\/claude-sonnet-4\.6"/],
    ["nothing of its author is listed", "openrouter/nobody/nothing", /openclaw models list --all.*--fallback/],
  ])("refuses a model that is not listed, alone, before it is asked, when %s (REF-2)", async (_when, model, message) => {
    const fake = fakeFetch(catalogue());
    const options = { env: { OPENROUTER_API_KEY: KEY }, transport: transportOf(fake) };
    const { exitCode, stderr } = await runCli(["chat", "-m", model, "hi"], options);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^openclaw: The model openrouter\/\S+ is not in the catalogue\. .*\n$/);
    expect(stderr).toMatch(message);
    expect(fake.calls.map(({ method }) => method)).not.toContain("POST");
  });

  it.each([
    ["its author is known", ["-m", "openrouter/anthropic/zzz-unlisted-preview"]],
    ["another is there to fall back to", ["-m", "openrouter/nobody/nothing", "--fallback", "openrouter/anthropic/claude-sonnet-4.6"]],
    ["the server is the user's own", ["-m", "openrouter/nobody/nothing", "--base-url", "https://gateway.example/api/v1"]],
  ])("sends a model that is not listed, with a warning, when %s (REF-2)", async (_when, flags) => {
    const fake = fakeFetch({ ...catalogue(), "POST /api/v1/chat/completions": { type: "stream", chunks: sse("Hello") } });
    const options = { env: { OPENROUTER_API_KEY: KEY }, transport: transportOf(fake) };
    const { exitCode, stdout, stderr } = await runCli(["chat", ...flags, "hi"], options);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "Hello\n" });
    expect(stderr).toContain("is not in the model catalogue");
  });

  it("lets the sandbox's faults be asked for by their ids (REF-2, SBX-1)", async () => {
    const { sandbox, env } = await testSandbox();
    await runCli(["chat", "-m", "openrouter/sandbox/fault-cut", "hi"], { env });
    expect(sandbox.requests.some(({ path }) => path.endsWith("/chat/completions"))).toBe(true);
  });

  it("meets an unreachable host with its name and what to check (NET-5)", async () => {
    const { exitCode, stderr } = await runCli(["chat", "hi", "--base-url", "http://127.0.0.1:1/api/v1"], {
      env: { OPENROUTER_API_KEY: KEY },
      home: homeWith("{ agents: { defaults: { failover: { retries: 0 } } } }"),
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^openclaw: Could not reach http:\/\/127\.0\.0\.1:1: nothing accepts connections there \(ECONNREFUSED\)\. .*\n$/,
    );
  });

  it("meets a base URL that serves a web page with a hint (NET-5)", async () => {
    const fake = fakeFetch({
      "POST /chat/completions": { type: "text", body: "<!doctype html><html></html>", headers: { "content-type": "text/html" } },
    });
    const { exitCode, stderr } = await runCli(["chat", "hi", "--base-url", "https://openrouter.ai"], {
      env: {
        OPENROUTER_API_KEY: KEY,
        OPENCLAW_CONFIG_PATH: join(homeWith("{ agents: { defaults: { failover: { retries: 0 } } } }"), ".openclaw", "openclaw.json"),
      },
      transport: transportOf(fake),
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^openclaw: .*(HTML|page).*\n$/);
    expect(stderr).toContain("baseUrl");
  });

  it("shows a stack only when OPENCLAW_DEBUG asks for it", async () => {
    expect((await runCli(["chat", "hi"])).stderr).not.toContain("    at ");
    expect((await runCli(["chat", "hi"], { env: { OPENCLAW_DEBUG: "1" } })).stderr).toContain("    at ");
  });
});

describe("--sandbox", () => {
  it("answers without a key, a config or a network, from a server of this process alone (SBX-1, CLI-2)", async () => {
    const { exitCode, stdout, stderr } = await runCli(["chat", "--sandbox", "hello"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("Hello from the sandbox!");
  });
});
