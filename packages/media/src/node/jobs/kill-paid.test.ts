import { seededRandom, startProcess, tempDir } from "@openclaw/testing";
import { build } from "esbuild";
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listJobs } from "../../node.js";
import { startVideoServer, type VideoServer } from "../__fixtures__/video-server.js";

const KILLS = Number(process.env["MEDIA_KILLS"] ?? 12);
const AT_ONCE = 4;
// Longer than a whole run, so that some are killed after the end.
const LONGEST_MS = 600;
const ROUTES = ["image", "images", "music"] as const;

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
  server = await startVideoServer({ answerMs: 40, pieceMs: 6, onSubmission: (prompt) => watchers.get(prompt)?.() });
});
afterAll(() => server.close());

interface Place {
  readonly route: (typeof ROUTES)[number];
  readonly prompt: string;
  readonly stateDir: string;
  readonly path: string;
}

function place(route: Place["route"], prompt: string): Place {
  const folder = tempDir();
  return { route, prompt, stateDir: join(folder, "state"), path: join(folder, "out", route === "music" ? "a.wav" : "a.png") };
}

const startChild = ({ route, stateDir, path, prompt }: Place, stopAt = "") =>
  startProcess("node", [program, route, server.baseUrl, stateDir, path, prompt, stopAt]);
const submissionsOf = (prompt: string): number => server.submissions.filter((seen) => seen === prompt).length;

/** The same command again after the kill; says what state it found. */
async function again(where: Place): Promise<string> {
  const { route, stateDir, path, prompt } = where;
  const kind = route === "music" ? "music" : "image";
  const [record] = await listJobs({ stateDir, kind });
  const before = submissionsOf(prompt);
  if (record?.state === "done") {
    // All was over; a third time would be a new wish.
    assert.equal(before, 1);
  } else {
    const second = startChild(where);
    await second.exited;
    if (record?.state === "outcome-unknown") {
      assert.match(second.stdout(), /job_outcome_unknown/);
      assert.ok(second.stdout().includes(new Date(record.sentAtMs ?? Number.NaN).toISOString()), second.stdout());
      assert.equal(submissionsOf(prompt), before);
      assert.ok(before <= 1);
      assert.deepEqual(await readdir(join(path, "..")).catch(() => []), []);
      return record.state;
    }
    assert.match(second.stdout(), /done/, `${record?.state ?? "nothing"}: ${second.stdout()}`);
  }
  assert.equal(submissionsOf(prompt), 1);
  assert.ok((await readFile(path)).equals(kind === "music" ? server.sound : server.picture), "the file is the provider's, byte for byte");
  assert.deepEqual(await readdir(join(path, "..")), [path.split("/").at(-1)]);
  return record?.state ?? "nothing";
}

// VID-5, IMG-3, MUS-1
describe("an image or music whose process is killed with SIGKILL", () => {
  it(`is bought once at most and never lost, killed at ${KILLS} random moments`, async () => {
    const random = seededRandom(20_261_123);
    const moments = Array.from({ length: KILLS }, () => Math.floor(random() * LONGEST_MS));
    const found: Record<string, number> = {};
    const one = async (killAfterMs: number, index: number): Promise<void> => {
      const where = place(ROUTES[index % ROUTES.length] ?? "image", `kill ${index} after ${killAfterMs} ms`);
      const child = startChild(where);
      await child.waitFor(/ready/);
      await wait(killAfterMs);
      child.kill("SIGKILL");
      await child.exited;
      const state = await again(where);
      found[state] = (found[state] ?? 0) + 1;
    };
    const queue = moments.entries();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const [index, moment] of queue) await one(moment, index);
      }),
    );
    // The moments have to fall into different phases, else the test proves little.
    expect(Object.keys(found).length, JSON.stringify(found)).toBeGreaterThanOrEqual(2);
    if (process.env["MEDIA_KILLS"] !== undefined) process.stdout.write(`states after ${KILLS} kills: ${JSON.stringify(found)}\n`);
  }, 600_000);

  it.each(ROUTES)("is taken from what was kept when the kill falls between the answer and the file: %s", async (route) => {
    const where = place(route, `between the answer and the file of ${route}`);
    const child = startChild(where, "received");
    await child.waitFor(/stopped at received/);
    child.kill("SIGKILL");
    await child.exited;
    expect(await again(where)).toBe("received");
  });

  it.each(ROUTES)("is 'outcome unknown' when the kill falls between sending and the answer: %s", async (route) => {
    const where = place(route, `between sending and the answer of ${route}`);
    const child = startChild(where);
    await new Promise<void>((resolve) => watchers.set(where.prompt, resolve));
    child.kill("SIGKILL");
    await child.exited;
    expect(await again(where)).toBe("outcome-unknown");
  });
});
