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
const SENTENCES = 8;

const program = buildProgram();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ media: "in-process", generationDelayMs: 0 });
});
afterAll(() => sandbox.close());

interface Listed {
  readonly jobs: readonly { readonly id: string; readonly state: string; readonly pieces?: readonly unknown[] }[];
}

/** In letters: numbers are spoken in other words than they are written. */
const spelled = (index: number): string => [...String(index)].map((digit) => "abcdefghij"[Number(digit)] ?? "").join("");
const sentences = (name: string): readonly string[] =>
  Array.from({ length: SENTENCES }, (_, index) => `Sentence ${spelled(index)} of ${name} is said here.`);

function freshPlace(name: string) {
  const [home, cwd] = [tempDir(), tempDir()];
  mkdirSync(join(home, ".openclaw"));
  // A long text takes one request a sentence; what is long is a matter of this.
  writeFileSync(join(home, ".openclaw", "openclaw.json"), JSON.stringify({ messages: { tts: { maxTextLength: 120 } } }));
  const env = { HOME: home, OPENROUTER_BASE_URL: sandbox.baseUrl, OPENROUTER_API_KEY: KEY };
  const argv = [program(), "infer", "tts", "convert", "--text", sentences(name).join(" "), "--output", "out/a.mp3"];
  return { cwd, env, argv, path: join(cwd, "out", "a.mp3") };
}

const askedFor = (sentence: string): number =>
  sandbox.requests.filter(({ path, body }) => path.endsWith("/audio/speech") && (body as { input: string }).input.trim() === sentence)
    .length;

/** The same text, never stopped; says how long that took. */
async function whole(name: string): Promise<{ readonly bytes: Buffer; readonly tookMs: number }> {
  const { argv, cwd, env, path } = freshPlace(name);
  const startedMs = performance.now();
  const { exitCode, stderr } = await runProcess("node", argv, { cwd, env });
  assert.equal(exitCode, 0, stderr);
  return { bytes: readFileSync(path), tookMs: performance.now() - startedMs };
}

/** One home, one text, killed and gone on with; says in which state the kill left it. */
async function killOnce(name: string, killAfterMs: number): Promise<string> {
  const { argv, cwd, env, path } = freshPlace(name);
  const list = async (): Promise<Listed> =>
    JSON.parse((await runProcess("node", [program(), "infer", "tts", "list", "--json"], { env, cwd })).stdout) as Listed;
  const first = startProcess("node", argv, { env, cwd });
  await wait(killAfterMs);
  first.kill("SIGKILL");
  await first.exited;
  const [job] = (await list()).jobs;
  const state = job?.state ?? "nothing";
  const kept = job?.pieces?.length ?? 0;
  const before = sentences(name).filter((sentence) => askedFor(sentence) > 0).length;
  if (state === "done") assert.ok(existsSync(path));
  else {
    // Every other one by the job's name in place of the same command.
    const resumed = kept % 2 === 1 ? [program(), "infer", "tts", "resume", job?.id ?? ""] : argv;
    const again = await runProcess("node", resumed, { env, cwd });
    assert.equal(again.exitCode, 0, `${state}: ${again.stderr}`);
  }
  const twice = sentences(name).filter((sentence) => askedFor(sentence) > 1).length;
  // Only what was under way at the kill, and of which nobody had all, is asked for again.
  assert.ok(twice <= Math.min(UNDER_WAY, before - kept), `${state}: ${before} asked, ${kept} kept, ${twice} twice`);
  assert.ok(sentences(name).every((sentence) => askedFor(sentence) >= 1));
  assert.ok(readFileSync(path).equals((await whole(name)).bytes), "the recording is the one that was never stopped, byte for byte");
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
    const { tookMs } = await whole("whole");
    const moments = Array.from({ length: KILLS }, (_, index) => Math.floor(((index + random()) / KILLS) * tookMs * 1.1));
    const found: Record<string, number> = {};
    const queue = moments.entries();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const [index, moment] of queue) {
          const state = await killOnce(`kill ${spelled(index)}`, moment);
          found[state] = (found[state] ?? 0) + 1;
        }
      }),
    );
    expect(found["partial with pieces"] ?? 0, JSON.stringify(found)).toBeGreaterThanOrEqual(1);
    if (process.env["MEDIA_KILLS"] !== undefined) process.stdout.write(`states after ${KILLS} kills: ${JSON.stringify(found)}\n`);
  }, 900_000);
});
