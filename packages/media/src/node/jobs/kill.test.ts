import { createTarget, type JobError } from "@openclaw/core";
import { seededRandom, startProcess, tempDir } from "@openclaw/testing";
import { build } from "esbuild";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type JobRecord, listJobs, resumeJob } from "../../node.js";
import { startVideoServer, type VideoServer } from "../__fixtures__/video-server.js";

const KILLS = Number(process.env["MEDIA_KILLS"] ?? 40);
const AT_ONCE = 4;
// Longer than a whole run, so that some are killed after the end.
const LONGEST_MS = 420;

let program: string;
let server: VideoServer;
const watchers = new Map<string, () => void>();

beforeAll(async () => {
  program = join(tempDir(), "job-child.mjs");
  await build({
    entryPoints: [new URL("./__fixtures__/job-child.ts", import.meta.url).pathname],
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["openclaw-source"],
    outfile: program,
    logLevel: "silent",
  });
  server = await startVideoServer({ answerMs: 40, polls: 4, pieceMs: 8, onSubmission: (prompt) => watchers.get(prompt)?.() });
});
afterAll(() => server.close());

const target = () => createTarget({ model: "openrouter/google/veo-3.1-fast", apiKey: "sk-or-v1-SYNTHETICparent", baseUrl: server.baseUrl });

interface Place {
  readonly prompt: string;
  readonly stateDir: string;
  readonly path: string;
}

function place(prompt: string): Place {
  const folder = tempDir();
  return { prompt, stateDir: join(folder, "state"), path: join(folder, "out", "clip.mp4") };
}

function startChild({ stateDir, path, prompt }: Place) {
  return startProcess("node", [program, "generate", server.baseUrl, stateDir, path, prompt]);
}

const submissionsOf = (prompt: string): number => server.submissions.filter((seen) => seen === prompt).length;

/** Looks at what a killed process left behind, goes on, and says what it was. */
async function goOn(where: Place, viaProcess: boolean): Promise<string> {
  const { stateDir, path, prompt } = where;
  const [record] = await listJobs({ stateDir });
  if (record?.state === "outcome-unknown") {
    await assertLeftAlone(where, record);
    return record.state;
  }
  if (record === undefined) {
    // Killed before it wanted anything: nothing was sent, and the user starts again.
    assert.equal(submissionsOf(prompt), 0);
    await startChild(where).exited;
  } else if (viaProcess) await startProcess("node", [program, "resume", server.baseUrl, stateDir, path, record.id]).exited;
  else await resumeJob(record.id, { stateDir, target: target(), pollIntervalMs: 15 });
  assert.equal(submissionsOf(prompt), 1);
  assert.ok((await readFile(path)).equals(server.file), "the file is the provider's, byte for byte");
  assert.deepEqual(await readdir(join(path, "..")), ["clip.mp4"]);
  const after = await listJobs({ stateDir });
  assert.deepEqual(
    after.map(({ state, costUsd }) => ({ state, costUsd })),
    [{ state: "done", costUsd: 0.25 }],
  );
  return record?.state ?? "nothing";
}

/** It says when it was sent and what to do, and it is not sent again. */
async function assertLeftAlone({ stateDir, prompt }: Place, record: JobRecord): Promise<void> {
  const before = submissionsOf(prompt);
  assert.ok(before <= 1);
  assert.match(record.advice ?? "", /openrouter\.ai\/activity/);
  const sentAt = new Date(record.sentAtMs ?? Number.NaN).toISOString();
  await assert.rejects(resumeJob(record.id, { stateDir, target: target() }), (error: JobError) => {
    assert.equal(error.code, "job_outcome_unknown");
    assert.ok(error.message.includes(sentAt), error.message);
    assert.match(error.hint ?? "", /force/);
    return true;
  });
  assert.equal(submissionsOf(prompt), before);
}

// VID-5
describe("a video job whose process is killed with SIGKILL", () => {
  it(`is submitted exactly once and ends in the same file, killed at ${KILLS} random moments`, async () => {
    const random = seededRandom(20_261_122);
    const moments = Array.from({ length: KILLS }, () => Math.floor(random() * LONGEST_MS));
    const found: Record<string, number> = {};
    const one = async (killAfterMs: number, index: number): Promise<void> => {
      const where = place(`kill ${index} after ${killAfterMs} ms`);
      const child = startChild(where);
      await child.waitFor(/ready/);
      await wait(killAfterMs);
      child.kill("SIGKILL");
      await child.exited;
      const state = await goOn(where, index % 5 === 0);
      found[state] = (found[state] ?? 0) + 1;
    };
    const queue = moments.entries();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const [index, moment] of queue) await one(moment, index);
      }),
    );
    // The moments have to fall into different phases, else the test proves little.
    expect(Object.keys(found).length, JSON.stringify(found)).toBeGreaterThanOrEqual(3);
    if (process.env["MEDIA_KILLS"] !== undefined) process.stdout.write(`states after ${KILLS} kills: ${JSON.stringify(found)}\n`);
  }, 600_000);

  it("is 'outcome unknown' when the kill falls between sending and the answer, and only force sends it again", async () => {
    const where = place("between sending and the answer");
    const child = startChild(where);
    await new Promise<void>((resolve) => watchers.set(where.prompt, resolve));
    child.kill("SIGKILL");
    await child.exited;
    expect(await goOn(where, false)).toBe("outcome-unknown");
    const [record] = await listJobs(where);
    const result = await resumeJob(record!.id, { ...where, target: target(), pollIntervalMs: 15, force: true });
    expect(submissionsOf(where.prompt)).toBe(2);
    expect(result.file.sha256).toBe(server.sha256);
  });
});
