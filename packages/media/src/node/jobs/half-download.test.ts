import { createTarget } from "@openclaw/core";
import { startProcess, tempDir } from "@openclaw/testing";
import { build } from "esbuild";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { listJobs, resumeJob } from "../../node.js";
import { startVideoServer, type VideoServer } from "../__fixtures__/video-server.js";

let program: string;
let server: VideoServer;
let etag: string;
let pieces: { readonly offset: number; readonly sizeBytes: number }[];
let onPiece: (count: number) => void;

beforeAll(async () => {
  program = join(tempDir(), "job-child.mjs");
  const entryPoints = [new URL("./__fixtures__/job-child.ts", import.meta.url).pathname];
  const conditions = ["openclaw-source"];
  await build({ entryPoints, bundle: true, format: "esm", platform: "node", conditions, outfile: program, logLevel: "silent" });
});
afterEach(() => server.close());

/** A process that is killed with SIGKILL once half of the file is on its disk. */
async function killedHalfWay(): Promise<{ readonly stateDir: string; readonly path: string; readonly kept: number }> {
  etag = '"one"';
  pieces = [];
  onPiece = () => undefined;
  server = await startVideoServer({
    pieceMs: 40,
    fileBytes: 800_000,
    etag: () => etag,
    onPiece(offset, sizeBytes) {
      pieces.push({ offset, sizeBytes });
      onPiece(pieces.length);
    },
  });
  const folder = tempDir();
  const where = { stateDir: join(folder, "state"), path: join(folder, "out", "clip.mp4") };
  const half = new Promise<void>((resolve) => {
    onPiece = (count) => void (count === 5 && resolve());
  });
  const child = startProcess("node", [program, "generate", server.baseUrl, where.stateDir, where.path, "the sea"]);
  await half;
  child.kill("SIGKILL");
  await child.exited;
  pieces = [];
  const [name = ""] = readdirSync(join(where.path, ".."));
  expect(name).toMatch(/\.part$/);
  return { ...where, kept: statSync(join(where.path, "..", name)).size };
}

async function resume(stateDir: string): Promise<void> {
  const [record] = await listJobs({ stateDir });
  const target = createTarget({ model: "openrouter/google/veo-3.1-fast", apiKey: "sk-or-v1-SYNTHETICparent", baseUrl: server.baseUrl });
  await resumeJob(record!.id, { stateDir, target, pollIntervalMs: 5 });
}

// VID-1, VID-5
describe("a download whose process is killed half way", () => {
  it("goes on in another process with the rest alone, and ends in the same bytes", async () => {
    const { stateDir, path, kept } = await killedHalfWay();
    expect(kept).toBeGreaterThan(100_000);
    await resume(stateDir);
    expect(readFileSync(path).equals(server.file)).toBe(true);
    expect(readdirSync(join(path, ".."))).toEqual(["clip.mp4"]);
    expect(pieces[0]?.offset).toBe(kept);
    expect(pieces.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(server.file.length - kept);
    expect(server.requests.at(-1)?.headers).toMatchObject({ range: `bytes=${kept}-`, "if-range": '"one"' });
    expect(server.submissions).toHaveLength(1);
  });

  it("begins anew when the file there is another one by now", async () => {
    const { stateDir, path } = await killedHalfWay();
    etag = '"two"';
    await resume(stateDir);
    expect(readFileSync(path).equals(server.file)).toBe(true);
    expect(pieces[0]?.offset).toBe(0);
    expect(readdirSync(join(path, ".."))).toEqual(["clip.mp4"]);
  });
});
