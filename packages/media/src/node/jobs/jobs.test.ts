import { createTarget } from "@openclaw/core";
import { expectNoSecrets, tempDir } from "@openclaw/testing";
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PNG, secrets } from "../../__fixtures__/targets.js";
import { cancelJob, findJob, generateVideoFile, type JobRecord, listJobs, resumeJob } from "../../node.js";
import { startVideoServer, type VideoServer } from "../__fixtures__/video-server.js";
import { claimJob, isClaimed } from "./claim.js";
import { foldRows } from "./job-record.js";
import { appendRow, readRows } from "./journal.js";
import { jobFolder, journalPath } from "./job-folder.js";

let server: VideoServer;
let stateDir: string;
let out: string;
beforeEach(async () => {
  server = await startVideoServer();
  const folder = tempDir();
  stateDir = join(folder, "state");
  out = join(folder, "clip.mp4");
});
afterEach(() => server.close());

const target = () => createTarget({ model: "openrouter/google/veo-3.1-fast", apiKey: secrets.apiKey, baseUrl: server.baseUrl });
const make = (more: Partial<Parameters<typeof generateVideoFile>[1]> = {}, prompt = "the sea") =>
  generateVideoFile(
    { target: target(), prompt, images: [{ image: { bytes: PNG } }] },
    { stateDir, output: { path: out }, pollIntervalMs: 5, ...more },
  );
const resume = (id: string, more: Partial<Parameters<typeof resumeJob>[1]> = {}) =>
  resumeJob(id, { stateDir, target: target(), pollIntervalMs: 5, ...more });
const journal = (): string => readdirSync(jobFolder(stateDir)).find((name) => name.endsWith(".jsonl")) ?? "";
const types = async () => (await readRows(join(jobFolder(stateDir), journal()))).map(({ type }) => type);

// VID-5
describe("a journaled video job", () => {
  it("writes every step before the next happens, closed to others, without key, and forgets the request at the end", async () => {
    const states: string[] = [];
    const result = await make({ onRecord: ({ state }) => states.push(state) });
    expect(result).toMatchObject({
      costUsd: 0.25,
      file: { path: out, sha256: server.sha256, mediaType: "video/mp4" },
      record: { state: "done" },
      warnings: [],
    });
    expect(await types()).toEqual(["intent", "sending", "submitted", "seen", "seen", "receiving", "saving", "done"]);
    expect(states).toEqual(["prepared", "submitting", "submitted", "submitted", "submitted", "submitted", "submitted", "done"]);
    const folder = jobFolder(stateDir);
    expect([statSync(folder).mode & 0o777, statSync(join(folder, journal())).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(readdirSync(folder).filter((name) => name.includes("request"))).toEqual([]);
    expectNoSecrets(
      readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8")),
      secrets,
    );
  });

  it("returns at once what is done, and fetches it again when the file is gone or changed", async () => {
    const { id } = await make();
    const before = server.requests.length;
    expect((await resume(id)).file.path).toBe(out);
    expect(server.requests).toHaveLength(before);
    writeFileSync(out, "changed");
    await expect(resume(id)).rejects.toMatchObject({ code: "file_io", message: expect.stringContaining("exists already") });
    expect((await resume(id, { force: true })).file.sha256).toBe(server.sha256);
    expect((await resume(id, { output: { path: out } })).warnings).toEqual([]);
    expect(await resume(id, { output: { path: `${out}.again.mp4` } })).toMatchObject({
      file: { path: out },
      warnings: [{ code: "done_elsewhere", message: expect.stringContaining(out) }],
    });
    expect(server.submissions).toHaveLength(1);
  });

  it("saves under a free name beside a file that was not named, also with force, and says so", async () => {
    writeFileSync(out, "mine");
    const { file, warnings, record } = await make({ output: { path: out.replace(".mp4", ".webm"), force: true } });
    expect(file.path).toBe(out.replace(".mp4", "-1.mp4"));
    expect(record).toMatchObject({ state: "done", file: { path: file.path } });
    expect(warnings).toEqual([{ code: "other_name", message: expect.stringMatching(/-1\.mp4: the content is MP4\.$/) }]);
    expect(readFileSync(out, "utf8")).toBe("mine");
  });

  it("buys nothing when the output is in the way, cannot be written, or the request is nonsense, and leaves no job", async () => {
    writeFileSync(out, "mine");
    await expect(make()).rejects.toMatchObject({ code: "file_io" });
    await expect(make({ output: { path: join(out, "x.mp4") } })).rejects.toMatchObject({ code: "file_io" });
    await expect(make({ output: { name: "../x" } })).rejects.toMatchObject({ code: "file_io" });
    await expect(make({ output: { path: out.replace(".mp4", "") } })).rejects.toMatchObject({ code: "file_io" });
    await expect(
      generateVideoFile({ target: target(), prompt: "x", durationSeconds: 0 }, { stateDir, output: { path: out.replace("clip", "free") } }),
    ).rejects.toMatchObject({ code: "input_invalid" });
    await expect(
      generateVideoFile(
        { target: target(), prompt: "x", durationSeconds: 5, strict: true },
        { stateDir, output: { path: out.replace("clip", "free") } },
      ),
    ).rejects.toMatchObject({ code: "input_invalid" });
    expect(server.requests).toHaveLength(0);
    expect(await listJobs({ stateDir })).toHaveLength(0);
    expect(readFileSync(out, "utf8")).toBe("mine");
  });

  it("goes on after an abort while waiting, with the same job", async () => {
    const controller = new AbortController();
    await expect(
      make({ signal: controller.signal, onRecord: ({ state }) => void (state === "submitted" && controller.abort()) }),
    ).rejects.toMatchObject({ name: "AbortError" });
    const [record] = await listJobs({ stateDir });
    expect(record).toMatchObject({ state: "submitted", advice: "Resume it to go on." });
    expect((await resume(record!.id)).file.sha256).toBe(server.sha256);
    expect(server.submissions).toHaveLength(1);
  });

  it("is gone on with when the same is asked for again, and nothing is bought; a different wish is", async () => {
    const controller = new AbortController();
    await make({ signal: controller.signal, onRecord: ({ state }) => void (state === "submitted" && controller.abort()) }).catch(
      () => undefined,
    );
    const { file, warnings } = await make({ output: { path: out.replace("clip", "again") } });
    expect(file).toMatchObject({ path: out.replace("clip", "again"), sha256: server.sha256 });
    expect(warnings).toMatchObject([{ code: "job_continued", message: expect.stringContaining("nothing was bought again") }]);
    expect(server.submissions).toHaveLength(1);
    await make({}, "the desert");
    expect(server.submissions).toHaveLength(2);
  });

  it("whose outcome is unknown is not bought again by the same wish without force", async () => {
    const { id } = await make();
    const path = journalPath(jobFolder(stateDir), id);
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    writeFileSync(path, `${lines.slice(0, 2).join("\n")}\n`);
    const elsewhere = { output: { path: out.replace("clip", "again") } };
    await expect(make(elsewhere)).rejects.toMatchObject({ code: "job_outcome_unknown", hint: expect.stringContaining("with force") });
    expect(server.submissions).toHaveLength(1);
    await make({ ...elsewhere, force: true });
    expect(server.submissions).toHaveLength(2);
    expect((await findJob(id, { stateDir })).state).toBe("cancelled");
  });

  it("can be given up here, says that the provider was not told, and goes on with force", async () => {
    const controller = new AbortController();
    await make({ signal: controller.signal, onRecord: ({ state }) => void (state === "submitted" && controller.abort()) }).catch(
      () => undefined,
    );
    const [{ id } = {} as JobRecord] = await listJobs({ stateDir });
    expect(await cancelJob(id, { stateDir })).toMatchObject({ state: "cancelled", advice: expect.stringContaining("cannot cancel") });
    await expect(resume(id)).rejects.toMatchObject({ code: "input_invalid", message: expect.stringContaining("given up") });
    expect((await resume(id, { force: true })).record.state).toBe("done");
    expect(await cancelJob(id, { stateDir })).toMatchObject({ state: "done" });
    expect(server.submissions).toHaveLength(1);
  });

  it("knows its own file when it was killed between giving it its name and writing that down", async () => {
    const { id } = await make();
    const path = journalPath(jobFolder(stateDir), id);
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    writeFileSync(path, `${lines.slice(0, -1).join("\n")}\n`);
    expect(await findJob(id, { stateDir })).toMatchObject({ state: "submitted" });
    // The same command is as good as its resume: the file is not in its own way.
    expect((await make()).record).toMatchObject({ state: "done", file: { path: out } });
    expect((await resume(id)).record).toMatchObject({ state: "done", file: { path: out } });
    expect(server.requests.filter(({ path: asked }) => asked.includes("/content"))).toHaveLength(1);
  });

  it("survives a journal whose last line was cut, and a line it does not know", async () => {
    const { id } = await make();
    const path = journalPath(jobFolder(stateDir), id);
    appendFileSync(path, `{"type":"from-the-future","atMs":1}\n{"type":"done","atM`);
    await appendRow(path, { type: "cancelled", atMs: 5 });
    expect((await readRows(path)).map(({ type }) => type as string).slice(-2)).toEqual(["from-the-future", "cancelled"]);
    expect(foldRows(await readRows(path), false)).toMatchObject({ id, job: { id: "job-1" } });
  });

  it("is found by its id, its beginning or end, or the provider's id", async () => {
    const { id } = await make();
    for (const name of [id, id.slice(0, 12), id.slice(-6), "job-1"]) expect((await findJob(name, { stateDir })).id).toBe(id);
    await expect(findJob("nothing", { stateDir })).rejects.toMatchObject({ code: "not_found" });
    await expect(findJob("", { stateDir })).rejects.toMatchObject({ code: "not_found" });
    expect(await listJobs({ stateDir: join(stateDir, "none") })).toEqual([]);
  });

  it("is worked on by one process at a time", async () => {
    const { id } = await make();
    const folder = jobFolder(stateDir);
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => claimJob(folder, id)));
    const won = tries.filter((attempt) => attempt.status === "fulfilled");
    expect(won).toHaveLength(1);
    await expect(resume(id)).rejects.toMatchObject({ code: "limit_reached", message: expect.stringContaining(`process ${process.pid}`) });
    expect(await isClaimed(folder, id)).toBe(true);
    await won[0]!.value.release();
    expect(await isClaimed(folder, id)).toBe(false);
    await expect(resume(id)).resolves.toBeDefined();
    expect(readdirSync(folder).filter((name) => name.includes("claim")).length).toBeLessThanOrEqual(4);
  });
});
