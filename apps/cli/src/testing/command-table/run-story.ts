import { chmodSync, mkdirSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "@openclaw/sandbox";
import { tempDir } from "@openclaw/testing";
import { expect } from "vitest";
import { type CliRun, runCli } from "../run-cli.js";
import { shellWords } from "../shell-words.js";
import type { Shown, Step, Story } from "./story.js";

export interface Place {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly sandbox: Sandbox;
}

/** A home with the files that lines name: a picture, a text, a template, a batch, and a player that keeps what it hears. */
export function prepareHome({ config }: Pick<Story, "config"> = {}): string {
  const home = tempDir();
  const state = join(home, ".openclaw");
  mkdirSync(join(state, "templates"), { recursive: true });
  chmodSync(state, 0o700);
  writeFileSync(join(state, "templates", "short.md"), "echo: {input} in one word\n");
  if (config !== undefined) writeFileSync(join(state, "openclaw.json"), config, { mode: 0o600 });
  writeFileSync(join(home, "cat.png"), Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
  writeFileSync(join(home, "note.txt"), "a note");
  writeFileSync(join(home, "batch.json"), '[{ "path": "agents.defaults.thinkingDefault", "value": "low" }]');
  mkdirSync(join(home, "bin"));
  writeFileSync(join(home, "bin", "mpg123"), `#!/bin/sh\nexec /bin/cat > "${join(home, "heard.mp3")}"\n`);
  chmodSync(join(home, "bin", "mpg123"), 0o755);
  return home;
}

/** Runs a step's line as a shell would hand it over. */
async function runStep(step: Step, { home, env, sandbox }: Place): Promise<CliRun & { readonly started: string }> {
  const stop = new AbortController();
  let seen = "";
  let started = "";
  const lost = step.loses === undefined ? undefined : join(home, step.loses);
  if (lost !== undefined) mkdirSync(lost);
  const run = await runCli(shellWords(step.line.replaceAll("{baseUrl}", sandbox.baseUrl)), {
    home,
    env: { ...env, PATH: join(home, "bin") },
    signal: stop.signal,
    ...(step.stdin === undefined ? {} : { stdin: step.stdin }),
    runProgram: async (script, args) => {
      started = [script, ...args].join(" ");
      return 0;
    },
    onStderr() {
      if (lost === undefined || !statSync(lost).isDirectory()) return;
      rmdirSync(lost);
      writeFileSync(lost, "in the way");
    },
    onStdout(text) {
      seen += text;
      if (step.endsAt?.test(seen) === true) stop.abort(new DOMException("Interrupted.", "AbortError"));
    },
  });
  return { ...run, started };
}

// oxlint-disable-next-line no-control-regex
const STACK_OR_CONTROL = /^ {4}at .*:\d+:\d+|\u001b/m;

/** Runs a step and holds what is seen of it against what it says. */
export async function checkStep(step: Step, place: Place): Promise<void> {
  const before = place.sandbox.requests.length;
  const { exitCode, stdout, stderr, started } = await runStep(step, place);
  const told = `openclaw ${step.line}\n--- stdout\n${stdout}--- stderr\n${stderr}---`;
  expect(exitCode, told).toBe(step.exitCode ?? 0);
  if (step.json === undefined) expectShown(stdout, step.stdout ?? "", told);
  else expect(JSON.parse(stdout), told).toMatchObject(step.json);
  expectShown(stderr, step.stderr ?? /^(?!.*(?:openclaw|warning):)/s, told);
  // Whatever a step says of its streams: no stack, and nothing that moves a cursor or paints where nobody looks.
  expect(`${stdout}${stderr}`, told).not.toMatch(STACK_OR_CONTROL);
  if (step.asks !== undefined) {
    const asked = place.sandbox.requests.slice(before).findLast(({ method }) => method === "POST");
    expect(asked?.body, told).toMatchObject(step.asks);
  }
  if (step.writes !== undefined) expect(statSync(join(place.home, step.writes)).size, told).toBeGreaterThan(0);
  if (step.starts !== undefined) expect(started, told).toMatch(step.starts);
}

function expectShown(text: string, shown: Shown, told: string): void {
  if (typeof shown === "string") expect(text, told).toBe(shown);
  else expect(text, told).toMatch(shown);
}
