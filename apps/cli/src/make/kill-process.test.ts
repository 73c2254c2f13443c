import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { runProcess, seededRandom, startProcess, tempDir } from "@openclaw/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildProgram } from "../testing/build-program.js";

const KILLS = Number(process.env["MEDIA_KILLS"] ?? 6);
const AT_ONCE = 3;
const KEY = "sk-or-v1-SYNTHETICcliKill";

const program = buildProgram();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({ media: "in-process", videoScale: 0.1, videoMaxSeconds: 0.5, videoFramesPerSecond: 8, jobPolls: 6 });
});
afterAll(() => sandbox.close());

interface Listed {
  readonly jobs: readonly { readonly state: string; readonly job?: { readonly id: string } }[];
}

const generate = (prompt: string): readonly string[] => [
  program(),
  ..."infer video generate --duration 4 --output out/clip.mp4 --prompt".split(" "),
  prompt,
];

function freshPlace() {
  const [home, cwd] = [tempDir(), tempDir()];
  return { cwd, env: { HOME: home, OPENROUTER_BASE_URL: sandbox.baseUrl, OPENROUTER_API_KEY: KEY, OPENCLAW_POLL_INTERVAL_MS: "40" } };
}

/** How long the command takes here and now, from its start to its end: on a busy machine every kill would else come before its first line. */
async function wholeMs(): Promise<number> {
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, async (_, index) => runProcess("node", generate(`whole ${index}`), freshPlace())));
  return performance.now() - startedMs;
}

/** One home, one command, killed and given again; says in which state the kill left it. */
async function killOnce(prompt: string, killAfterMs: number): Promise<string> {
  const { cwd, env } = freshPlace();
  const argv = generate(prompt);
  const submissions = (): number =>
    sandbox.requests.filter(({ method, body }) => method === "POST" && (body as { readonly prompt?: string }).prompt === prompt).length;
  const list = async (): Promise<Listed> =>
    JSON.parse((await runProcess("node", [program(), "infer", "video", "list", "--json"], { env, cwd })).stdout) as Listed;

  const first = startProcess("node", argv, { env, cwd });
  await wait(killAfterMs);
  first.kill("SIGKILL");
  await first.exited;
  const state = (await list()).jobs[0]?.state ?? "nothing";
  const path = join(cwd, "out", "clip.mp4");
  if (state === "done") assert.ok(existsSync(path));
  else {
    const again = await runProcess("node", argv, { env, cwd });
    if (state === "outcome-unknown") {
      assert.equal(again.exitCode, 1);
      assert.match(again.stderr, /asked for at 20\d\d-.*never seen.*--force/s);
      assert.ok(submissions() <= 1);
      assert.deepEqual(readdirSync(join(cwd, "out")), []);
      return state;
    }
    assert.equal(again.exitCode, 0, `${state}: ${again.stderr}`);
  }
  assert.equal(submissions(), 1, state);
  const id = (await list()).jobs.find(({ state: reached }) => reached === "done")?.job?.id ?? "";
  const reply = await fetch(`${sandbox.baseUrl}/videos/${id}/content?index=0`, { headers: { Authorization: `Bearer ${KEY}` } });
  assert.ok(readFileSync(path).equals(Buffer.from(await reply.arrayBuffer())), "the file is the provider's, byte for byte");
  assert.deepEqual(readdirSync(join(cwd, "out")), ["clip.mp4"]);
  return state;
}

// VID-5, CLI-2
describe("openclaw infer video generate, killed with SIGKILL and given again", () => {
  it(`buys one video and ends in its bytes, or says that it does not know, at ${KILLS} moments`, async () => {
    const random = seededRandom(20_261_122);
    // The first time nothing is in any cache yet.
    await wholeMs();
    const longestMs = await wholeMs();
    const moments = Array.from({ length: KILLS }, (_, index) => Math.floor(((index + random()) / KILLS) * longestMs));
    const found: Record<string, number> = {};
    const queue = moments.entries();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const [index, moment] of queue) {
          const state = await killOnce(`kill ${index} after ${moment} ms`, moment);
          found[state] = (found[state] ?? 0) + 1;
        }
      }),
    );
    expect(Object.keys(found).length, JSON.stringify(found)).toBeGreaterThanOrEqual(2);
    if (process.env["MEDIA_KILLS"] !== undefined) process.stdout.write(`states after ${KILLS} kills: ${JSON.stringify(found)}\n`);
  }, 900_000);
});
