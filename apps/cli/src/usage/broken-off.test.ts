import { createFetchTransport } from "@openclaw/core";
import { type FakeReply, type FakeRoutes, fakeFetch, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";

const chunk = (value: object) => `data: ${JSON.stringify({ id: "gen-1", model: "acme/one", ...value })}\n\n`;
const said = (content: string) => chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
const told: FakeReply = {
  type: "json",
  body: { data: { id: "gen-1", total_cost: 0.25, native_tokens_prompt: 900, native_tokens_completion: 40, native_tokens_cached: 100 } },
};
const notYet: FakeReply = { type: "json", status: 404, body: { error: { code: 404, message: "Generation gen-1 not found" } } };
const silent: FakeReply = { type: "stream", chunks: [said("Once")], end: "stall" };

interface Report {
  readonly untold: number;
  readonly total: { readonly turns: number; readonly costUsd: number; readonly promptTokens: number; readonly cachedTokens: number };
  readonly groups: readonly { readonly name: string; readonly turns: number; readonly costUsd: number }[];
}

function place(routes: FakeRoutes) {
  const fake = fakeFetch({ "GET /api/v1/models": { type: "json", body: { data: [{ id: "acme/one" }, { id: "acme/two" }] } }, ...routes });
  const transport = createFetchTransport((url, init) => fake.fetch(url, init));
  const options = { env: { OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICbrokenOffNotARealKey" }, home: tempDir(), transport, stdin: "" };
  const lookups = () => fake.calls.filter(({ url }) => url.includes("/generation?id=gen-1")).length;
  return {
    lookups,
    run: (...argv: string[]) => runCli(argv, options),
    /** Ctrl-C at the first word. */
    async stopped(...argv: string[]) {
      const controller = new AbortController();
      return runCli(argv, { ...options, signal: controller.signal, onStdout: () => controller.abort(new DOMException("", "AbortError")) });
    },
    usage: async (...argv: string[]): Promise<Report> => JSON.parse((await runCli(["usage", "--json", ...argv], options)).stdout) as Report,
  };
}

describe("an answer that broke off before its bill (CLI-2)", () => {
  it.each([
    ["chat", ["chat", "-m", "openrouter/acme/one", "Tell"]],
    ["infer model run", ["infer", "model", "run", "--model", "openrouter/acme/one", "--prompt", "Tell"]],
    ["agent", ["agent", "--session", "trip", "--model", "openrouter/acme/one", "--message", "Tell"]],
  ])("by Ctrl-C in %s is counted with what the provider says of it, asked for once", async (_name, argv) => {
    const { stopped, usage, lookups } = place({ "POST /api/v1/chat/completions": silent, "GET /api/v1/generation": [notYet, told] });
    expect(await stopped(...argv)).toMatchObject({ exitCode: 130 });
    expect(lookups()).toBe(0);
    expect(await usage()).toMatchObject({ untold: 1, total: { turns: 1, costUsd: 0 } });
    const counted = { untold: 0, total: { turns: 1, costUsd: 0.25, promptTokens: 900, cachedTokens: 100 } };
    expect(await usage("--by", "model")).toMatchObject({ ...counted, groups: [{ name: "acme/one" }] });
    expect(await usage("--by", "session")).toMatchObject({ ...counted, groups: [{ name: argv[0] === "agent" ? "trip" : "(none)" }] });
    expect(lookups()).toBe(2);
  });

  it("and was finished by another model is counted beside it", async () => {
    const broken: FakeReply = { type: "stream", chunks: [said("Once")], end: "error" };
    const whole = (value: object) => chunk({ id: "gen-2", model: "acme/two", ...value });
    const finished: FakeReply = {
      type: "stream",
      chunks: [
        whole({ choices: [{ index: 0, delta: { content: "Once upon a time." }, finish_reason: "stop" }] }),
        whole({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7, cost: 0.5 } }),
        "data: [DONE]\n\n",
      ],
    };
    const { run, usage } = place({ "POST /api/v1/chat/completions": [broken, finished], "GET /api/v1/generation": [told] });
    const { exitCode, stderr } = await run("chat", "-m", "openrouter/acme/one", "--fallback", "openrouter/acme/two", "Tell");
    expect(exitCode, stderr).toBe(0);
    const { groups, untold } = await usage("--by", "model");
    expect(untold).toBe(0);
    expect(groups).toMatchObject([
      { name: "acme/two", turns: 1, costUsd: 0.5 },
      { name: "acme/one", turns: 1, costUsd: 0.25 },
    ]);
  });

  it("is told as such while nobody says what it cost, also where nobody can be asked", async () => {
    const { stopped, run } = place({
      "POST /api/v1/chat/completions": silent,
      "GET /api/v1/generation": [notYet, { type: "network-error" }],
    });
    await stopped("chat", "-m", "openrouter/acme/one", "Tell");
    for (const _look of ["not known", "not reached"]) {
      const { exitCode, stdout, stderr } = await run("usage");
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(stdout).toContain("What 1 request cost is not told (yet).");
    }
  });

  it("is not noted where it said no name, or failed before its first word", async () => {
    const nameless: FakeReply = { type: "stream", chunks: [said("Once").replace("gen-1", "chatcmpl-1")], end: "stall" };
    const refused: FakeReply = {
      type: "json",
      status: 403,
      headers: { "x-generation-id": "gen-1" },
      body: { error: { code: 403, message: "Moderated." } },
    };
    const { stopped, run, usage } = place({ "POST /api/v1/chat/completions": [nameless, refused] });
    await stopped("chat", "-m", "openrouter/acme/one", "Tell");
    await run("chat", "-m", "openrouter/acme/one", "Tell");
    expect(await usage()).toMatchObject({ untold: 0, total: { turns: 0 } });
  });
});
