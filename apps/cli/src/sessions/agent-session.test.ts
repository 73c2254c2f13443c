import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

interface Sent {
  readonly messages: readonly { readonly role: string; readonly content: unknown; readonly tool_calls?: unknown }[];
}

async function place() {
  const { env, sandbox } = await testSandbox();
  const home = tempDir();
  const run = (...argv: string[]) => runCli(argv, { env, home, cwd: home, stdin: "" });
  const agent = (message: string, ...argv: string[]) => run("agent", "--message", message, ...argv);
  const sent = (): readonly Sent[] =>
    sandbox.requests.flatMap(({ path, body }) => (path.endsWith("/chat/completions") ? [body as Sent] : []));
  const stored = (name: string): readonly { readonly type: string; readonly message?: { readonly role: string } }[] =>
    readFileSync(join(home, ".openclaw", "sessions", `${name}.jsonl`), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
  return { run, agent, sent, stored, home };
}

describe("the agent in a stored conversation (CHAT-12, CHAT-11)", () => {
  it("keeps every step with its tool call and result, and goes on from there, also in chat", async () => {
    const { agent, run, sent, stored } = await place();
    expect((await agent('Use image_generate to paint "a lighthouse"', "--session", "trip")).exitCode).toBe(0);
    expect(stored("trip").flatMap(({ message }) => message?.role ?? [])).toEqual(["user", "assistant", "tool", "assistant"]);
    expect((await agent("echo: and then?", "--continue")).stdout).toBe("and then?\n");
    expect(
      sent()
        .at(-1)
        ?.messages.map(({ role }) => role),
    ).toEqual(["user", "assistant", "tool", "assistant", "user"]);
    expect((await run("chat", "--session", "trip", "echo: the same one")).stdout).toBe("the same one\n");
    expect(sent().at(-1)?.messages).toHaveLength(7);
    const usage = JSON.parse((await run("usage", "--by", "session", "--json")).stdout) as {
      groups: readonly { name: string; turns: number }[];
    };
    expect(usage.groups).toMatchObject([{ name: "trip", turns: 5 }]);
  });

  it("keeps what was bought when the turn ends in the middle, and can go on", async () => {
    const { agent, sent, stored } = await place();
    const stopped = await agent('Use image_generate to paint "a lighthouse"', "--session", "trip", "--max-cost", "0.001");
    expect(stopped.exitCode).toBe(1);
    expect(stored("trip").flatMap(({ message }) => message?.role ?? [])).toEqual(["user", "assistant", "tool"]);
    expect((await agent("echo: go on", "--session-id", "trip")).stdout).toBe("go on\n");
    expect(
      sent()
        .at(-1)
        ?.messages.map(({ role }) => role),
    ).toEqual(["user", "assistant", "tool", "user"]);
  });

  it("names conversation and file in its JSON, and refuses two names", async () => {
    const { agent, home } = await place();
    const { stdout } = await agent("echo: hi", "--session", "trip", "--json");
    const file = join(home, ".openclaw", "sessions", "trip.jsonl");
    expect(JSON.parse(stdout)).toMatchObject({ meta: { agentMeta: { sessionId: "trip", sessionFile: file } } });
    expect((await agent("hi", "--session", "a", "--session-id", "b")).exitCode).toBe(2);
    expect((await agent("hi", "--session", "a", "--continue")).exitCode).toBe(2);
  });

  it("shows what was said before in --dry-run, and sends nothing", async () => {
    const { agent, sent } = await place();
    await agent("echo: one", "--session", "trip");
    const { stdout } = await agent("two", "--session", "trip", "--dry-run", "--json");
    expect(stdout).toContain("echo: one");
    expect(sent()).toHaveLength(1);
  });
});

describe("JSON of a form in a stored conversation (CHAT-12, CHAT-11)", () => {
  it("is asked for after what was said, and kept as a turn", async () => {
    const { run, sent, stored } = await place();
    await run("chat", "--session", "people", "echo: one");
    const { exitCode, stdout } = await run("chat", "--session", "people", "--schema", "name, age int", "Invent a person.");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ name: expect.any(String) as string, age: expect.any(Number) as number });
    expect(
      sent()
        .at(-1)
        ?.messages.map(({ role }) => role),
    ).toEqual(["user", "assistant", "user"]);
    expect(stored("people").flatMap(({ message }) => message?.role ?? [])).toEqual(["user", "assistant", "user", "assistant"]);
    expect((await run("chat", "--continue", "echo: who?")).stdout).toBe("who?\n");
  });
});
