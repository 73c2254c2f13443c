import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it, vi } from "vitest";
import { runCli, type CliRun } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

const PROMPT = "❯ ";
const LEAVE = "\u0004";

interface Step {
  readonly type: string;
  /** Typed when this was shown; without it, at the next prompt. */
  readonly when?: string;
}

/** A person who types one step after the other, each when what they wait for is on the screen. */
async function chat(
  argv: readonly string[],
  steps: readonly (string | Step)[],
  options: { env: Readonly<Record<string, string>>; home: string; columns?: number; signal?: AbortSignal },
): Promise<CliRun & { readonly screen: string }> {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { columns: options.columns ?? 80, rows: 24 });
  let screen = "";
  let unseen = "";
  const left = steps.map((step): Step => (typeof step === "string" ? { type: step } : step));
  const see = (text: string): void => {
    screen += text;
    unseen += text;
    const wanted = left[0];
    if (wanted === undefined || !stripVTControlCharacters(unseen).includes(wanted.when ?? PROMPT)) return;
    unseen = "";
    left.shift();
    setImmediate(() => input.write(wanted.type));
  };
  output.on("data", (chunk: Buffer) => see(chunk.toString()));
  const run = await runCli(["chat", ...argv], {
    ...options,
    terminal: true,
    keys: { input, output },
    onStdout: see,
    onStderr: see,
  });
  expect(left).toEqual([]);
  return { ...run, screen: stripVTControlCharacters(screen) };
}

const state = (home: string): string => join(home, ".openclaw");
const sessionsOf = (home: string): string[] => readdirSync(join(state(home), "sessions"));

describe("a chat on a terminal", () => {
  it("answers, says tokens and cost after each turn, and leaves by Ctrl-D (CLI-2, CLI-4)", async () => {
    const { env, sandbox } = await testSandbox();
    const home = tempDir();
    const run = await chat([], ["echo: one\r", "echo: two\r", "/usage\r", LEAVE], { env, home });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain("one");
    expect(run.stderr).toMatch(/in · \d+ out/);
    expect(run.stderr).toContain("Turns: 2");
    // The second request holds the first turn.
    const [, second] = sandbox.requests.filter(({ path }) => path.endsWith("/chat/completions"));
    expect(JSON.stringify(second?.body)).toContain("echo: one");
  });

  it("stops the answer at Ctrl-C, keeps what arrived and goes on (CLI-2, CHAT-12)", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const run = await chat(
      [],
      ["count to 100000\r", { when: "40 41", type: "\u0003" }, { when: "(stopped; what arrived is kept)", type: LEAVE }],
      { env, home },
    );
    expect(run.exitCode).toBe(0);
    const [file = ""] = sessionsOf(home);
    const lines = readFileSync(join(state(home), "sessions", file), "utf8")
      .trim()
      .split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain("40 41");
  });

  it("says what an answer that was stopped may have cost beside what was told, which no bill came for (CLI-4)", async () => {
    const { env } = await testSandbox();
    const stop = { when: "40 41", type: "\u0003" };
    const steps = [
      "count to 100000\r",
      stop,
      { when: "(stopped; what arrived is kept)", type: "/usage\r" },
      { when: "Broken off", type: LEAVE },
    ];
    const priced = await chat(["-m", "openrouter/anthropic/claude-sonnet-4.5"], steps, { env, home: tempDir() });
    expect(priced.stderr).not.toContain("Nothing was asked yet.");
    expect(priced.stderr).toMatch(/\nBroken off: 1 answer, about \$0\.0\d+ more by its listed price\n/);
    const unpriced = await chat(["-m", "openrouter/sandbox/guide"], steps, { env, home: tempDir() });
    expect(unpriced.stderr).toMatch(/\nBroken off: 1 answer, about \$0 more/);
  });

  it.each(["exit", "QUIT", "/exit", "/q"])("leaves by %s", async (door) => {
    const { env, sandbox } = await testSandbox();
    const run = await chat([], [`${door}\r`], { env, home: tempDir() });
    expect(run).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining("openclaw:") as string });
    expect(sandbox.requests.filter(({ path }) => path.endsWith("/chat/completions"))).toEqual([]);
  });

  it("tells a newcomer that the sandbox costs nothing, and how to come back to it (CLI-5)", async () => {
    const home = tempDir();
    const run = await chat(["--sandbox"], ["echo: hi\r", LEAVE], { env: {}, home, columns: 200 });
    expect(run.stderr).toContain("openrouter/auto in the sandbox: no model, no key, no cost. /help shows what there is");
    const [, name = ""] = /Go on with: openclaw chat --session (\S+) --sandbox/.exec(run.stderr) ?? [];
    const again = await chat(["--session", name, "--sandbox"], [LEAVE], { env: {}, home, columns: 200 });
    expect(again.stderr).toContain(`going on with "${name}" (2 messages)`);
  });

  it.each([80, 40])("lists its commands so that every text stands under its own beginning, at %i columns", async (columns) => {
    const { env } = await testSandbox();
    const { stderr } = await chat([], ["/help\r", LEAVE], { env, home: tempDir(), columns });
    const lines = stripVTControlCharacters(stderr).split("\n");
    const list = lines.slice(
      lines.findIndex((line) => line.includes("/model [REF]")),
      lines.findIndex((line) => line.includes("/exit")),
    );
    const indent = columns === 80 ? 26 : 6;
    expect(list.filter((line) => line.length > columns)).toEqual([]);
    for (const line of list.filter((each) => !each.startsWith("  /"))) expect(line.search(/\S/)).toBe(indent);
    expect(list.some((line) => !line.startsWith("  /"))).toBe(true);
  });

  it("takes a paste of several lines as one piece, and lines joined by a backslash or fences", async () => {
    const { env, sandbox } = await testSandbox();
    const home = tempDir();
    await chat(
      [],
      [
        "echo: \u001b[200~a\r\nb\u001b[201~ c\r",
        "echo: d\\\r",
        { when: "… ", type: "e\r" },
        '"""\r',
        { when: "… ", type: 'echo: f\rg"""\r' },
        LEAVE,
      ],
      { env, home },
    );
    const asked = sandbox.requests.filter(({ path }) => path.endsWith("/chat/completions")).map(({ body }) => JSON.stringify(body));
    expect(asked).toHaveLength(3);
    expect(asked[0]).toContain(String.raw`echo: a\nb c`);
    expect(asked[1]).toContain(String.raw`echo: d\ne`);
    expect(asked[2]).toContain(String.raw`echo: f\ng`);
  });

  it("changes model, thinking and system prompt in the middle (CLI-2)", async () => {
    const { env, sandbox } = await testSandbox();
    const home = tempDir();
    const run = await chat(
      ["--session", "trip"],
      [
        "echo: a\r",
        "/model openrouter/anthropic/claude-sonnet-4.6\r",
        "/think high\r",
        "/system Be brief.\r",
        "echo: b\r",
        "/retry\r",
        LEAVE,
      ],
      { env, home },
    );
    expect(run.stderr).toContain("Model: openrouter/anthropic/claude-sonnet-4.6");
    expect(run.stderr).toContain("Thinking level set to high.");
    const bodies = sandbox.requests
      .filter(({ path }) => path.endsWith("/chat/completions"))
      .map(({ body }) => body as { model: string; messages: unknown[] });
    expect(bodies.map(({ model }) => model)).toEqual(["openrouter/auto", "anthropic/claude-sonnet-4.6", "anthropic/claude-sonnet-4.6"]);
    expect(JSON.stringify(bodies[1])).toContain("Be brief.");
    // Asked again, the first answer to it is not in the conversation.
    expect(bodies[2]?.messages).toHaveLength(bodies[1]?.messages.length ?? 0);
    expect(sessionsOf(home)).toEqual(["trip.jsonl"]);
  });

  it("attaches, edits, saves, begins anew, and says what it does not know", async () => {
    const { env, sandbox } = await testSandbox();
    const home = tempDir();
    writeFileSync(join(home, "notes.txt"), "the word is heron");
    const run = await chat(
      [],
      [
        "/attach notes.txt\r",
        "echo: x\r",
        "/edit\r",
        { when: "echo: x", type: "yz\r" },
        "/save kept\r",
        "/save kept.md\r",
        "/clear\r",
        "/moddel\r",
        "/retry\r",
        LEAVE,
      ],
      { env, home },
    );
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain("Did you mean /model?");
    expect(run.stderr).toContain("There is nothing to ask again.");
    const asked = sandbox.requests.filter(({ path }) => path.endsWith("/chat/completions")).map(({ body }) => JSON.stringify(body));
    expect(asked[1]).toContain("heron");
    expect(asked[1]).toContain("echo: xyz");
    expect(sessionsOf(home)).toContain("kept.jsonl");
    expect(readFileSync(join(home, "kept.md"), "utf8")).toContain("## You");
  });

  it("goes on after a failed turn, and makes pictures, sound and videos beside the talk", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const run = await chat(
      [],
      [
        "/model openrouter/nobody/nothing\r",
        "/image a red square\r",
        "/tts Hello there\r",
        "/video waves\r",
        { when: "Your video is done", type: LEAVE },
      ],
      { env, home },
    );
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain("not in the model catalogue");
    expect(readdirSync(join(home, "openclaw-out"))).toHaveLength(3);
  });

  it("counts nothing for a picture that an earlier process had bought and could not put anywhere (VID-5)", async () => {
    const { env, sandbox } = await testSandbox();
    const [home, cwd] = [tempDir(), tempDir()];
    mkdirSync(join(cwd, "out"));
    sandbox.setFault({ name: "slow-first-token", param: 300, path: "/chat/completions", times: 1 });
    const bought = runCli(["infer", "image", "generate", "--prompt", "a cat", "--output", "out/cat.png"], { env, home, cwd });
    await vi.waitUntil(() => sandbox.requests.some(({ path }) => path.endsWith("/chat/completions")), { interval: 5, timeout: 10_000 });
    rmSync(join(cwd, "out"), { recursive: true });
    writeFileSync(join(cwd, "out"), "in the way");
    expect((await bought).exitCode).toBe(1);
    const { stderr } = await chat([], ["/image a cat\r", "/usage\r", LEAVE], { env, home });
    expect(stderr).toContain("nothing was bought again");
    expect(stderr).toContain("Pictures, videos and sound: 1 file, $0\n");
  });

  it("keeps what it makes in its conversation, with its cost, and in the usage log (CHAT-12)", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const made = [
      "/image a red square\r",
      "echo: hi\r",
      "/video waves\r",
      { when: "Your video is done", type: "/tts Hello there\r" },
      "/usage\r",
      "/edit\r",
      { when: "echo: hi", type: "!\r" },
      LEAVE,
    ];
    const { stderr } = await chat(["--session", "trip"], made, { env, home });
    expect(stderr).toMatch(/Pictures, videos and sound: 3 files, \$\d/);
    const cli = async (...argv: string[]) => (await runCli(argv, { env, home })).stdout;
    const bySession = JSON.parse(await cli("usage", "--by", "session", "--json")) as { groups: { name: string; costUsd: number }[] };
    const byKind = JSON.parse(await cli("usage", "--session", "trip", "--by", "kind", "--json")) as { groups: { name: string }[] };
    expect(bySession.groups.map(({ name }) => name)).toEqual(["trip"]);
    expect(byKind.groups.map(({ name }) => name).toSorted()).toEqual(["chat", "image", "speech", "video"]);
    const { sessions } = JSON.parse(await cli("sessions", "list", "--json")) as { sessions: { costUsd: number; turns: number }[] };
    expect(sessions).toMatchObject([{ turns: 1 }]);
    const { media } = JSON.parse(await cli("sessions", "show", "trip", "--json")) as {
      media: { kind: string; prompt: string; paths: string[]; costUsd: number }[];
    };
    expect(media).toMatchObject([
      { kind: "image", prompt: "a red square", paths: [join(home, "openclaw-out", "image-1.png")] },
      { kind: "video", prompt: "waves" },
      { kind: "speech", prompt: "Hello there" },
    ]);
    // The answers of this model are free.
    expect(sessions[0]?.costUsd).toBeCloseTo(
      media.reduce((sum, { costUsd }) => sum + costUsd, 0),
      10,
    );
    const markdown = await cli("sessions", "export", "trip");
    expect(markdown.match(/^## \w+/gm)).toEqual(["## Picture", "## Video", "## Speech", "## You", "## Answer"]);
    expect(markdown).toMatch(/## Picture \(\S+\)\n\na red square\n\n- .*image-1\.png\n\nCost: \$\d/);
  });

  it("gives a video that is resumed after it has ended to its conversation, once (CHAT-12)", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const interrupt = new AbortController();
    const options = { env: { ...env, OPENCLAW_POLL_INTERVAL_MS: "60000" }, home, signal: interrupt.signal };
    const ended = chat(["--session", "trip"], ["echo: hi\r", "/video waves\r"], options);
    const jobs = join(state(home), "jobs", "video");
    const journalHas = (text: string) => (name: string) => readFileSync(join(jobs, name), "utf8").includes(text);
    await vi.waitFor(
      () =>
        expect(
          readdirSync(jobs)
            .filter((name) => name.endsWith(".jsonl"))
            .filter(journalHas('"submitted"')),
        ).toHaveLength(1),
      { timeout: 10_000 },
    );
    interrupt.abort(new DOMException("Interrupted.", "AbortError"));
    expect((await ended).exitCode).toBe(130);
    await vi.waitFor(() =>
      expect(readFileSync(join(jobs, readdirSync(jobs).find((name) => name.includes(".claim-")) ?? ""), "utf8")).toBe("{}"),
    );

    const cli = async (...argv: string[]) => (await runCli(argv, { env, home })).stdout;
    const { media: before } = JSON.parse(await cli("sessions", "show", "trip", "--json")) as { media: unknown[] };
    expect(before).toEqual([]);
    for (let times = 0; times < 2; times += 1) await cli("infer", "video", "resume", "video");
    const { media } = JSON.parse(await cli("sessions", "show", "trip", "--json")) as { media: unknown[] };
    expect(media).toMatchObject([{ kind: "video", prompt: "waves", paths: [join(home, "openclaw-out", "video-1.mp4")] }]);
    const { groups } = JSON.parse(await cli("usage", "--by", "session", "--json")) as { groups: { name: string }[] };
    expect(groups.map(({ name }) => name)).toEqual(["trip"]);
  });

  it("sends nothing more once --max-cost is spent, and /usage says what is left", async () => {
    const { env, sandbox } = await testSandbox();
    const home = tempDir();
    const model = "openrouter/openai/gpt-4o-mini";
    const run = await chat(["--max-cost", "0.000002", "-m", model], ["/usage\r", "echo: one\r", "/usage\r", "echo: two\r", LEAVE], {
      env,
      home,
      columns: 300,
    });
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain("Limit: $0 of $0.000002 spent, $0.000002 left");
    expect(run.stderr).toMatch(/Limit: \$0\.000001 of \$0\.000002 spent, <\$0\.000001 left/);
    expect(run.stderr).toContain("and --max-cost allows $0.000002; nothing was sent. See what was spent with /usage.");
    expect(sandbox.requests.filter(({ path }) => path.endsWith("/chat/completions"))).toHaveLength(1);
  });

  it("makes no picture and no sound once --max-cost is spent", async () => {
    const { env, sandbox } = await testSandbox();
    const run = await chat(["--max-cost", "0.000001"], ["/tts Hello there\r", "/image a fox\r", "/video waves\r", LEAVE], {
      env,
      home: tempDir(),
      columns: 300,
    });
    expect(run.stderr.match(/--max-cost allows \$0\.000001; nothing was sent/g)).toHaveLength(2);
    expect(sandbox.requests.filter(({ path }) => path.endsWith("/images") || path.endsWith("/videos"))).toEqual([]);
  });

  it("remembers what was entered for its owner alone, but no key, and nothing with --no-save", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    await chat([], ["echo: hi\r", "echo: sk-or-v1-0123456789abcdef0123456789abcdef\r", LEAVE], { env, home });
    const path = join(state(home), "chat-history.jsonl");
    expect(readFileSync(path, "utf8")).toBe('"echo: hi"\n');
    expect(process.platform === "win32" ? 0 : statSync(path).mode & 0o077).toBe(0);
    const other = tempDir();
    await chat(["--no-save"], ["echo: hi\r", LEAVE], { env, home: other });
    expect(() => statSync(join(state(other), "sessions"))).toThrow("ENOENT");
    expect(() => statSync(join(state(other), "chat-history.jsonl"))).toThrow("ENOENT");
  });

  it("completes commands, models and paths by Tab", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    writeFileSync(join(home, "picture-of-a-dog.txt"), "dog");
    const run = await chat(
      [],
      [
        "/mod",
        { when: "/mod", type: "\t" },
        { when: "el ", type: "moonshotai/kimi-k2.6" },
        { when: "k2.6", type: "\t" },
        { when: "openrouter/moonshotai/kimi-k2.6", type: "\r" },
        "/attach pic",
        { when: "pic", type: "\t" },
        { when: "ture-of-a-dog.txt", type: "\r" },
        LEAVE,
      ],
      { env, home },
    );
    expect(run.stderr).toContain("Model: openrouter/moonshotai/kimi-k2.6");
    expect(run.stderr).toContain("With the next question: picture-of-a-dog.txt");
  });
});
