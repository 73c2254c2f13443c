// The chat in a real terminal: what a person sees when the window changes its size, and when a video is done while they type.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { tempDir } from "@openclaw/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bundleProgram, installProgram } from "../testing/bundle-program.js";
import { openTerminal, type TestTerminal } from "../testing/test-terminal.js";

const dist = bundleProgram();
const JOB_MS = 3_600_000;
let sandbox: Sandbox;
// A video is done when the test says so: by the sandbox's clock it takes an hour.
let laterMs = 0;

beforeAll(async () => {
  const small = { videoScale: 0.1, videoMaxSeconds: 0.5, videoFramesPerSecond: 8, jobPolls: 1, jobDurationMs: JOB_MS };
  sandbox = await createSandbox({ tokensPerSecond: 60, media: "in-process", ...small, now: () => Date.now() + laterMs });
});
afterAll(() => sandbox.close());

function openChat(
  options: { readonly columns?: number; readonly rows?: number; readonly env?: Readonly<Record<string, string>> } = {},
): TestTerminal {
  const home = tempDir();
  const bin = join(home, "bin");
  mkdirSync(bin);
  installProgram(dist(), bin);
  return openTerminal("openclaw chat --no-save", {
    ...options,
    cwd: home,
    env: {
      HOME: home,
      PATH: `${bin}:/usr/bin:/bin`,
      LANG: "C.UTF-8",
      OPENROUTER_BASE_URL: sandbox.baseUrl,
      OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICterminal",
      OPENCLAW_POLL_INTERVAL_MS: "20",
      ...options.env,
    },
  });
}

const PARAGRAPH =
  "The first paragraph is long enough to be broken into rows in every window of this test, whichever width it has when the words arrive.";
const LAST = "Behind the code comes one more paragraph, which ends the answer with the word omega.";
const ANSWER = `${PARAGRAPH}

- alpha is the first point, with quite a few words behind it so that it has to go on in a second row
- beta is the second point
- gamma is the third point, and again it has more words than forty columns can hold

| river | where it rises and where it ends | length |
| --- | --- | ---: |
| Rhine | from the Alps to the North Sea | 1233 km |
| Danube | from the Black Forest to the Black Sea | 2850 km |

\`\`\`ts
const width: number = process.stdout.columns ?? 80;
console.log("a line of code that is longer than forty columns", width);
\`\`\`

${LAST}`;

const asPaste = (text: string): string => `\u001b[200~${text}\u001b[201~`;

/** The words in their order, without what the terminal adds: rows, indents, marks. */
const words = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");

describe("the window is resized while an answer is written", () => {
  it("shows the whole answer once, nothing lost and nothing twice, and the prompt at its end (CLI-4)", async () => {
    const terminal = openChat({ columns: 80, rows: 24 });
    await terminal.waitFor(/❯$/);
    terminal.type(`${asPaste(`echo: ${ANSWER}`)}\r`);
    await terminal.waitFor(/alpha is/);
    await terminal.resize(40, 24);
    await terminal.waitFor(/length/);
    await terminal.resize(120, 24);
    const text = await terminal.waitFor(/omega\.\n[^]*\n❯$/);
    const answer = text.slice(text.indexOf("The first"), text.lastIndexOf("omega.") + 6);
    // The language of the code is not shown, and the cells of a table stand beside each other: there the words have another order.
    const asked = words(ANSWER.replace("```ts", ""));
    expect(words(answer).toSorted()).toEqual(asked.toSorted());
    const [before, behind] = [words(PARAGRAPH), words(LAST)];
    expect(words(answer).slice(0, before.length)).toEqual(before);
    expect(words(answer).slice(-behind.length)).toEqual(behind);
    // What came while the window was narrow was broken for it.
    expect(
      Math.max(
        ...answer
          .slice(answer.indexOf("• beta"), answer.indexOf("  const"))
          .split("\n")
          .map((row) => row.length),
      ),
    ).toBeLessThanOrEqual(40);
    expect(terminal.screen()).toMatch(/omega\.\n.*\n❯$/);
    expect(terminal.cursor().column).toBe(2);
  });
});

describe("the window is resized while a line is typed", () => {
  it("shows the line once, and what is asked is the whole of it", async () => {
    const terminal = openChat({ columns: 80, rows: 24 });
    await terminal.waitFor(/❯$/);
    // The window is full: in its first row tmux keeps a copy of what is cleared there.
    terminal.type("/help\r");
    await terminal.waitFor(/\/help[^]*\n❯$/);
    // Broken anew it takes two rows, and the last word stands in the second.
    const line = "echo: one two three four five six seven eight nine ten eleven twelve end";
    terminal.type(line);
    await terminal.waitFor(/twelve end$/);
    await terminal.resize(40, 24);
    terminal.type("ing");
    expect((await terminal.waitFor(/ending$/)).match(/one two/g)).toHaveLength(1);
    await terminal.resize(100, 24);
    terminal.type(" here");
    const text = await terminal.waitFor(/ here$/);
    expect(text.match(/one two/g)).toHaveLength(1);
    terminal.type("\r");
    const answered = await terminal.waitFor(/\d ms\n❯$/);
    expect(answered).toContain("\none two three four five six seven eight nine ten eleven twelve ending here\n");
  });
});

describe("a video is done while a line is typed", () => {
  it.each([
    ["that fits", "echo: still here"],
    ["of several rows", "echo: a line that goes on for so long that it takes more than two of the rows that this window has got"],
  ])("says so above the line, and leaves a line %s as it was typed (CLI-2)", async (_name, line) => {
    const terminal = openChat({ columns: 40, rows: 24 });
    await terminal.waitFor(/❯$/);
    const before = sandbox.requests.length;
    terminal.type("/video waves\r");
    await terminal.waitFor(/go on\s+meanwhile\.\n❯$/);
    terminal.type("echo: meanwhile\r");
    await terminal.waitFor(/\nmeanwhile\n[^]*❯$/);
    terminal.type(line);
    await terminal.waitFor(new RegExp(`${line.slice(-7)}$`));
    // The job is there once it is asked after.
    await vi.waitFor(
      () => expect(sandbox.requests.slice(before).some(({ path }) => /\/videos\/(?!models)[^/]+$/.test(path))).toBe(true),
      10_000,
    );
    laterMs += JOB_MS;
    const text = await terminal.waitFor(/Your video is done: [^]*\n❯ echo: [^]*$/);
    const [announced = "", typed = ""] = text.slice(text.indexOf("Your video")).split("\n❯ ");
    expect(announced.replace("\n", "")).toMatch(/^Your video is done: openclaw-out\/video-1\.mp4\s+\d+ KB · \$0\.400 · [\d.]+ m?s$/);
    expect(words(typed)).toEqual(words(line));
    expect(text.split(line.slice(0, 14))).toHaveLength(2);
    terminal.type("!\r");
    const answered = await terminal.waitFor(/total \$0\n❯$/);
    const entry = answered.slice(answered.lastIndexOf("❯ echo"), answered.lastIndexOf("sandbox/guide"));
    expect(words(entry)).toEqual([...words(line), ...words(line).slice(1)]);
  });
});
