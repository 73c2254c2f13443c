import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

describe("conversations that are kept (CHAT-12)", () => {
  it("go on with --session, with another model in between, and with --continue", async () => {
    const { env, sandbox } = await testSandbox();
    const home = tempDir();
    const ask = (...argv: string[]) => runCli(["chat", ...argv], { env, home, stdin: "" });
    expect((await ask("--session", "trip", "echo: one")).stdout).toBe("one\n");
    expect((await ask("--session", "trip", "-m", "openrouter/moonshotai/kimi-k2.6", "echo: two")).exitCode).toBe(0);
    expect((await ask("--continue", "echo: three")).exitCode).toBe(0);
    const last = sandbox.requests.findLast(({ path }) => path.endsWith("/chat/completions"))?.body as { messages: unknown[] };
    expect(last.messages).toHaveLength(5);
  });

  it("have names that are files of their own on every system", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const ask = (name: string) => runCli(["chat", "--session", name, "echo: hi"], { env, home, stdin: "" });
    const long = "x".repeat(80);
    for (const name of ["Trip", "e\u0301te", long]) expect((await ask(name)).exitCode, name).toBe(0);
    const names = (await runCli(["sessions", "list", "--plain"], { env, home })).stdout.trim().split("\n");
    expect(names.toSorted()).toEqual(["Trip", long, "\u00e9te"].toSorted());
    expect((await ask("\u00e9te")).exitCode).toBe(0);
    expect(await ask("trip")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('There is a session "Trip" already, and "trip" differs only in case.') as string,
    });
    for (const name of ["nul", "Com1.x", "a:b", "a.", "𝒳".repeat(80)]) expect((await ask(name)).stderr, name).toContain("cannot be named");
  });

  it("are listed, shown, searched, exported and deleted", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const cli = (...argv: string[]) => runCli(argv, { env, home, stdin: "" });
    await cli("chat", "--session", "trip", "echo: rainbow over the lake");
    const listed = await cli("sessions", "list");
    expect(listed.stdout).toContain("trip");
    expect(listed.stdout).toContain("echo: rainbow over the lake");
    expect(JSON.parse((await cli("sessions", "--json")).stdout)).toMatchObject({ count: 1, sessions: [{ name: "trip", turns: 1 }] });
    expect((await cli("sessions", "list", "--plain")).stdout).toBe("trip\n");
    expect((await cli("sessions", "show", "trip")).stdout).toContain("## You\n\necho: rainbow");
    const found = await cli("sessions", "search", "RAINBOW", "lake");
    expect(found.stdout).toContain("trip:1 user:");
    expect(found.exitCode).toBe(0);
    expect(await cli("sessions", "search", "heron")).toMatchObject({ exitCode: 1, stdout: "" });
    expect(JSON.parse((await cli("sessions", "export", "trip", "--format", "json")).stdout)).toMatchObject({
      name: "trip",
      messages: [{ role: "user" }, { role: "assistant" }],
    });
    expect((await cli("sessions", "export", "trip", "--format", "jsonl", "-o", "t.jsonl")).exitCode).toBe(0);
    expect(readFileSync(join(home, "t.jsonl"), "utf8").split("\n")[0]).toContain('"type":"conversation"');
    expect(await cli("sessions", "export", "trip", "-o", "t.jsonl")).toMatchObject({ exitCode: 1, stdout: "" });
    const unknown = await cli("sessions", "show", "tripp");
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain('Did you mean "trip"?');
    expect((await cli("sessions", "delete", "trip")).stdout).toBe("Deleted: trip\n");
    expect(readdirSync(join(home, ".openclaw", "sessions"))).toEqual([]);
  });

  it("stay inside their folder, whatever they are called", async () => {
    const home = tempDir();
    for (const name of ["../x", "a/b", "", ".hidden", "con", "x\u0000"]) {
      const run = await runCli(["chat", "--session", name, "hi", "--dry-run"], { home, stdin: "" });
      expect(run.exitCode, name).toBe(2);
      expect(run.stdout).toBe("");
    }
  });

  it("survive a torn line and say how many were passed over", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    await runCli(["chat", "--session", "t", "echo: one"], { env, home, stdin: "" });
    appendFileSync(join(home, ".openclaw", "sessions", "t.jsonl"), '{"type":"message","mess');
    const run = await runCli(["sessions", "show", "t"], { env, home });
    expect(run.stdout).toContain("echo: one");
    expect(run.stderr).toContain("1 damaged lines were passed over.");
  });

  it("are cut to what the model has room for, and that is said", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const folder = join(home, ".openclaw", "sessions");
    mkdirSync(folder, { recursive: true });
    const turn = (text: string) =>
      [
        { role: "user", content: text },
        { role: "assistant", content: "ok" },
      ]
        .map((message) => `${JSON.stringify({ type: "message", atMs: 1, message })}\n`)
        .join("");
    writeFileSync(
      join(folder, "long.jsonl"),
      `{"type":"conversation","version":1,"id":"x","createdAtMs":1}\n${turn("long ".repeat(1_200_000))}${turn("short")}`,
    );
    const run = await runCli(["chat", "--session", "long", "-m", "openrouter/moonshotai/kimi-k2.6", "echo: hi"], { env, home, stdin: "" });
    expect(run.stderr).toContain("the oldest 2 messages are left out");
    expect(run.stdout).toBe("hi\n");
  });
});

describe("openclaw usage", () => {
  it("adds up turns by day, model and session, and holds no word of what was said", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const cli = (...argv: string[]) => runCli(argv, { env, home, stdin: "" });
    expect((await cli("usage")).stdout).toBe("Nothing was asked in the last 30 days.\n");
    await cli("chat", "--session", "trip", "echo: heron");
    await cli("chat", "--session", "trip", "--system", "Be brief.", "echo: egret");
    const log = readFileSync(join(home, ".openclaw", "usage.jsonl"), "utf8");
    expect(log).not.toMatch(/heron|egret|brief/);
    expect((await cli("usage")).stdout).toContain("2 turns");
    const json = JSON.parse((await cli("usage", "--json", "--by", "session")).stdout);
    expect(json).toMatchObject({
      by: "session",
      total: { turns: 2 },
      groups: [{ name: "trip", turns: 2 }],
      cache: { breaks: [{ session: "trip" }] },
    });
    expect((await cli("usage", "--by", "model")).stdout).toContain("Model");
    expect((await cli("usage", "--by", "week")).exitCode).toBe(2);
  });
});
