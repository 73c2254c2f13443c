import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";
import { findProblems } from "./check-value.js";
import { readSchema } from "./read-schema.js";

describe("chat --schema", () => {
  it("answers with JSON that fits the short form, and nothing else on stdout (CLI-2, CLI-3)", async () => {
    const { env, sandbox } = await testSandbox();
    const run = await runCli(["chat", "--schema", "name, age int, tags str[]", "a person"], { env, stdin: "" });
    expect(run.exitCode, run.stderr).toBe(0);
    const value = JSON.parse(run.stdout);
    expect(typeof value.name).toBe("string");
    expect(Number.isInteger(value.age)).toBe(true);
    const body = sandbox.requests.findLast(({ path }) => path.endsWith("/chat/completions"))?.body;
    expect(JSON.stringify(body)).toContain('"json_schema"');
  });

  it("takes a file, and refuses what is no schema before anything is sent", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    writeFileSync(
      join(cwd, "s.json"),
      '{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"],"additionalProperties":false}',
    );
    expect(JSON.parse((await runCli(["chat", "--schema", "s.json", "?"], { env, cwd, stdin: "" })).stdout)).toHaveProperty("ok");
    const sent = sandbox.requests.length;
    for (const schema of ["", "-", "{oops", "name uuid"]) {
      expect(await runCli(["chat", "--schema", schema, "?"], { env, stdin: "" })).toMatchObject({ exitCode: 2, stdout: "" });
    }
    expect(sandbox.requests).toHaveLength(sent);
  });

  it("tells what does not fit", async () => {
    const schema = await readSchema("[name, age? int: years]", ".");
    expect(findProblems({ items: [{ name: "a" }] }, schema)).toEqual([]);
    expect(findProblems({ items: [{ age: "x", more: 1 }] }, schema).map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual([
      "items.0.name: is missing",
      "items.0.age: expected integer, got string",
      "items.0.more: nothing may stand here",
    ]);
    expect(findProblems(5, { anyOf: [{ type: "string" }, { const: 5 }] })).toEqual([]);
    expect(findProblems("ab", { $ref: "#/$defs/x", $defs: { x: { minLength: 3 } } })).toHaveLength(1);
  });
});

describe("chat --template", () => {
  it("fills a prompt that is kept under a name, with its model and system prompt", async () => {
    const { env, sandbox } = await testSandbox();
    const home = tempDir();
    const folder = join(home, ".openclaw", "templates");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "twice.md"), "---\nmodel: openrouter/moonshotai/kimi-k2.6\nsystem: Be brief.\n---\necho: {input} {input}\n");
    const run = await runCli(["chat", "-T", "twice", "ha"], { env, home, stdin: "" });
    expect(run.stdout).toBe("ha ha\n");
    const body = JSON.stringify(sandbox.requests.findLast(({ path }) => path.endsWith("/chat/completions"))?.body);
    expect(body).toContain("moonshotai/kimi-k2.6");
    expect(body).toContain("Be brief.");
    const unknown = await runCli(["chat", "-T", "twce", "ha"], { env, home, stdin: "" });
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain('Did you mean "twice"?');
    expect((await runCli(["chat", "-T", "../x", "ha"], { env, home, stdin: "" })).exitCode).toBe(2);
  });

  it("takes what is piped in for {input} where no question is given, else for what the question is about", async () => {
    const { env, sandbox } = await testSandbox();
    const home = tempDir();
    const folder = join(home, ".openclaw", "templates");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "turn.md"), "Turn '{input}' around.\n");
    writeFileSync(join(folder, "plain.md"), "---\nthinking: low\n---\nTurn it around.\n");
    const asked = async (...argv: string[]) => {
      await runCli(["chat", "-T", ...argv], { env, home, stdin: "abc\n" });
      const body = sandbox.requests.findLast(({ path }) => path.endsWith("/chat/completions"))?.body;
      return (body as { messages: { content: string }[] }).messages.map(({ content }) => content);
    };
    expect(await asked("turn")).toEqual(["Turn 'abc' around."]);
    expect(await asked("turn", "xyz")).toEqual(["abc\n\nTurn 'xyz' around."]);
    expect(await asked("plain")).toEqual(["abc\n\nTurn it around."]);
  });
});
