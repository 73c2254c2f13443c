import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { runProcess, seededRandom, startProcess, tempDir } from "@openclaw/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildProgram } from "../testing/build-program.js";

const KILLS = Number(process.env["MEDIA_KILLS"] ?? 6);
const AT_ONCE = 2;
const KEY = "sk-or-v1-SYNTHETICcliKill";
// The look-ahead of the speech: so many requests are under way at a time.
const UNDER_WAY = 3;

const program = buildProgram();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ media: "in-process", generationDelayMs: 0 });
  // As speech is: it takes a while, in which a process can be killed.
  sandbox.setFault({ name: "slow-headers", param: 80, path: "/audio/speech" });
});
afterAll(() => sandbox.close());

interface Listed {
  readonly jobs: readonly { readonly id: string; readonly state: string; readonly pieces?: readonly unknown[] }[];
}

/** In letters: numbers are spoken in other words than they are written. */
const TEXT = ["one", "two", "three", "four", "five", "six", "seven", "eight"].map((number) => `This is sentence number ${number} of it.`);

function freshPlace(name: string) {
  const [home, cwd] = [tempDir(), tempDir()];
  mkdirSync(join(home, ".openclaw"));
  // A long text takes one request a sentence; what is long is a matter of this.
  writeFileSync(join(home, ".openclaw", "openclaw.json"), JSON.stringify({ messages: { tts: { maxTextLength: 120 } } }));
  // By its key the sandbox knows who asked.
  const key = `${KEY}${name}`;
  const env = { HOME: home, OPENROUTER_BASE_URL: sandbox.baseUrl, OPENROUTER_API_KEY: key };
  const argv = [program(), "infer", "tts", "convert", "--text", TEXT.join(" "), "--output", "out/a.mp3"];
  return { cwd, env, argv, key, path: join(cwd, "out", "a.mp3") };
}

/** How often a sentence was asked for with a key. */
const askedFor = (key: string, sentence: string): number =>
  sandbox.requests.filter(
    ({ path, headers, body }) =>
      path.endsWith("/audio/speech") &&
      headers["authorization"] === `Bearer ${key}` &&
      (body as { input: string }).input.trim() === sentence,
  ).length;

/** The same text, never stopped; says how long that took. */
async function whole(name: string): Promise<{ readonly bytes: Buffer; readonly tookMs: number }> {
  const { argv, cwd, env, path } = freshPlace(name);
  const startedMs = performance.now();
  const { exitCode, stderr } = await runProcess("node", argv, { cwd, env });
  assert.equal(exitCode, 0, stderr);
  return { bytes: readFileSync(path), tookMs: performance.now() - startedMs };
}

/** One home, one text, killed and gone on with; says in which state the kill left it. */
async function killOnce(name: string, killAfterMs: number, unstopped: Buffer): Promise<string> {
  const { argv, cwd, env, key, path } = freshPlace(name);
  const list = async (): Promise<Listed> =>
    JSON.parse((await runProcess("node", [program(), "infer", "tts", "list", "--json"], { env, cwd })).stdout) as Listed;
  const first = startProcess("node", argv, { env, cwd });
  await wait(killAfterMs);
  first.kill("SIGKILL");
  await first.exited;
  const [job] = (await list()).jobs;
  const state = job?.state ?? "nothing";
  const kept = job?.pieces?.length ?? 0;
  const before = TEXT.filter((sentence) => askedFor(key, sentence) > 0).length;
  if (state === "done") assert.ok(existsSync(path));
  else {
    // Every other one by the job's name in place of the same command.
    const resumed = kept % 2 === 1 ? [program(), "infer", "tts", "resume", job?.id ?? ""] : argv;
    const again = await runProcess("node", resumed, { env, cwd });
    assert.equal(again.exitCode, 0, `${state}: ${again.stderr}`);
  }
  const twice = TEXT.filter((sentence) => askedFor(key, sentence) > 1).length;
  // Only what was under way at the kill, and of which nobody had all, is asked for again.
  assert.ok(twice <= Math.min(UNDER_WAY, before - kept), `${state}: ${before} asked, ${kept} kept, ${twice} twice`);
  assert.ok(TEXT.every((sentence) => askedFor(key, sentence) >= 1));
  assert.ok(readFileSync(path).equals(unstopped), "the recording is the one that was never stopped, byte for byte");
  assert.deepEqual(readdirSync(join(cwd, "out")), ["a.mp3"]);
  assert.equal((await list()).jobs[0]?.state, "done");
  return kept > 0 ? `${state} with pieces` : state;
}

// VID-5, TTS-5
describe("openclaw infer tts convert, killed with SIGKILL and gone on with", () => {
  it(`loses no sentence that was paid for and ends in the same bytes, at ${KILLS} moments`, async () => {
    const random = seededRandom(20_261_123);
    // The first time nothing is in any cache yet.
    await whole("warm");
    const { tookMs, bytes } = await whole("whole");
    const moments = Array.from({ length: KILLS }, (_, index) => Math.floor(((index + random()) / KILLS) * tookMs * 1.1));
    const found: Record<string, number> = {};
    const queue = moments.entries();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const [index, moment] of queue) {
          const state = await killOnce(`kill${index}`, moment, bytes);
          found[state] = (found[state] ?? 0) + 1;
        }
      }),
    );
    expect(found["partial with pieces"] ?? 0, JSON.stringify(found)).toBeGreaterThanOrEqual(1);
    if (process.env["MEDIA_KILLS"] !== undefined) process.stdout.write(`states after ${KILLS} kills: ${JSON.stringify(found)}\n`);
  }, 900_000);
});
