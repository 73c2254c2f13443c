import { createTarget } from "@openclaw/core";
import { expectNoSecrets, sseFixture, tempDir } from "@openclaw/testing";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import {
  CHAT,
  chatReply,
  errorReply,
  faked,
  GEMINI,
  IMAGES,
  imagesReply,
  PNG,
  PNG_URL,
  secrets,
  UNLISTED,
  WAV,
} from "../../__fixtures__/targets.js";
import { encodeBase64 } from "../../base64.js";
import { cancelJob, deliverJob, generateImageFiles, generateMusicFile, listJobs } from "../../node.js";
import type { FakeRoutes } from "@openclaw/testing";
import { claimJob } from "./claim.js";
import { answerFolder, jobFolder, journalPath } from "./job-folder.js";
import { readRows } from "./journal.js";

let stateDir: string;
let out: string;
beforeEach(() => {
  const folder = tempDir();
  stateDir = join(folder, "state");
  out = join(folder, "out", "fox.png");
});

type Options = Partial<Parameters<typeof generateImageFiles>[1]>;
function make(routes: FakeRoutes, options: Options = {}, request: Partial<Parameters<typeof generateImageFiles>[0]> = {}) {
  const { fake, transport } = faked(routes);
  const result = generateImageFiles(
    { target: GEMINI, prompt: "a fox", references: [{ bytes: PNG }], ...request },
    { stateDir, output: { path: out }, transport, ...options },
  );
  return { fake, result };
}
const only = async (kind: "image" | "music" = "image") => (await listJobs({ stateDir, kind }))[0]!;
/** As a kill between sending and the answer leaves it: nothing is written behind `sending`. */
async function killed(type: string): Promise<void> {
  const { id } = await only();
  const path = journalPath(jobFolder(stateDir, "image"), id);
  const rows = await readRows(path);
  const end = rows.findIndex((row) => row.type === type) + 1;
  writeFileSync(
    path,
    rows
      .slice(0, end)
      .map((row) => `${JSON.stringify(row)}\n`)
      .join(""),
  );
}

// VID-5, IMG-3
describe("a journaled image", () => {
  it("is wanted, sent, answered, saved and delivered, each on disk before the next, closed to others, without key or request", async () => {
    const states: string[] = [];
    const { result, fake } = make({ [CHAT]: chatReply(PNG_URL) }, { onRecord: ({ state }) => states.push(state) });
    expect(await result).toMatchObject({
      saved: [{ path: out, mediaType: "image/png" }],
      recovered: false,
      usage: { costUsd: 0.04 },
      warnings: [],
    });
    expect(fake.calls).toHaveLength(1);
    const { id, state, files, costUsd } = await only();
    expect({ state, files: files?.map(({ path }) => path), costUsd }).toEqual({ state: "done", files: [out], costUsd: 0.04 });
    expect(states).toEqual(["submitting", "received", "done"]);
    const folder = jobFolder(stateDir, "image");
    const rows = await readRows(journalPath(folder, id));
    expect(rows.map(({ type }) => type)).toEqual(["intent", "sending", "answered", "saving", "delivered"]);
    expect(rows.at(-1)).toMatchObject({ generationIds: ["gen-1"] });
    expect(readdirSync(folder).filter((name) => name.endsWith(".answer"))).toEqual([]);
    expect([statSync(folder).mode & 0o777, statSync(journalPath(folder, id)).mode & 0o777]).toEqual([0o700, 0o600]);
    expectNoSecrets(readFileSync(journalPath(folder, id), "utf8"), secrets);
  });

  it("that may have been billed is not asked for again by the same command: it says when, and only force buys it", async () => {
    await expect(make({ [CHAT]: chatReply(PNG_URL) }).result).resolves.toBeDefined();
    await killed("sending");
    rmSync(out);
    const record = await only();
    expect(record).toMatchObject({ state: "outcome-unknown", advice: expect.stringContaining("openrouter.ai/activity") });
    const again = make({});
    await expect(again.result).rejects.toMatchObject({
      code: "job_outcome_unknown",
      message: expect.stringContaining(new Date(record.sentAtMs!).toISOString()),
      hint: expect.stringContaining("with force"),
    });
    expect(again.fake.calls).toHaveLength(0);
    await expect(deliverJob(record.id, { stateDir, kind: "image" })).rejects.toMatchObject({ code: "job_outcome_unknown" });
    // Another wish is none of its business.
    await make({ [CHAT]: chatReply(PNG_URL) }, { output: { folder: join(out, "..") } }, { prompt: "a hen" }).result;
    const forced = make({ [CHAT]: chatReply(PNG_URL) }, { force: true });
    expect((await forced.result).saved).toHaveLength(1);
    expect((await listJobs({ stateDir, kind: "image" })).map(({ state }) => state).toSorted()).toEqual(["cancelled", "done", "done"]);
    // Nothing is open any more: the next one is a new wish.
    rmSync(out);
    await make({ [CHAT]: chatReply(PNG_URL) }).result;
  });

  it("whose answer broke is unknown, too; one that was refused leaves no job and may be asked for again", async () => {
    await expect(make({ [CHAT]: { type: "stream", chunks: ['{"cho'], end: "error" } }).result).rejects.toMatchObject({
      code: "job_outcome_unknown",
    });
    expect(await only()).toMatchObject({ state: "outcome-unknown", error: { code: "job_outcome_unknown" } });
    await cancelJob((await only()).id, { stateDir, kind: "image" });
    await expect(make({ [CHAT]: errorReply(402) }).result).rejects.toMatchObject({ code: "payment_required" });
    expect((await listJobs({ stateDir, kind: "image" })).map(({ state }) => state)).toEqual(["cancelled"]);
    await make({ [CHAT]: chatReply(PNG_URL) }).result;
  });

  /** Answered, and its place was refused. */
  async function refusedPlace(): Promise<void> {
    mkdirSync(join(out, ".."), { recursive: true });
    const refused = make({ [CHAT]: chatReply(PNG_URL) }, { onRecord: ({ state }) => void (state === "received" && block()) });
    await expect(refused.result).rejects.toMatchObject({ code: "file_io" });
    rmSync(join(out, ".."));
  }

  /** Answered, and killed before the file had its name. */
  async function killedUnnamed(): Promise<void> {
    await make({ [CHAT]: chatReply(PNG_URL) }).result;
    const folder = jobFolder(stateDir, "image");
    const { id } = await only();
    const kept = (await readRows(journalPath(folder, id))).find((row) => row.type === "answered");
    mkdirSync(answerFolder(folder, id));
    writeFileSync(join(answerFolder(folder, id), kept!.files[0]!.name), PNG);
    await killed("answered");
    rmSync(out);
  }

  it.each([
    ["its place was refused", refusedPlace],
    ["it was killed before it had its name", killedUnnamed],
  ])("that was answered is never lost: when %s, the same command takes what was kept", async (_when, before) => {
    await before();
    expect(await only()).toMatchObject({ state: "received", advice: expect.stringContaining("resume") });
    const again = make({});
    const { saved, recovered, usage, images, warnings } = await again.result;
    expect(again.fake.calls).toHaveLength(0);
    expect({ path: saved[0]?.path, recovered, usage }).toEqual({ path: out, recovered: true, usage: { costUsd: 0.04 } });
    expect(Buffer.from(images[0]!.bytes).equals(PNG)).toBe(true);
    expect(warnings[0]).toMatchObject({ code: "job_continued", message: expect.stringContaining("nothing was bought again") });
    expect(readFileSync(out).equals(PNG)).toBe(true);
    expect((await only()).state).toBe("done");
  });

  /** The folder becomes a file: whatever is written there is refused, also for root. */
  function block(): void {
    rmSync(join(out, ".."), { recursive: true });
    writeFileSync(join(out, ".."), "in the way");
  }

  it("is not in its own way when it was killed between its name and the note of it", async () => {
    await make({ [CHAT]: chatReply(PNG_URL) }).result;
    const { id } = await only();
    const folder = answerFolder(jobFolder(stateDir, "image"), id);
    mkdirSync(folder);
    writeFileSync(join(folder, "0-0.png"), PNG);
    await killed("saving");
    const again = make({});
    expect((await again.result).saved.map(({ path }) => path)).toEqual([out]);
    expect(again.fake.calls).toHaveLength(0);
    expect(readdirSync(join(out, ".."))).toEqual(["fox.png"]);
    expect((await only()).state).toBe("done");
  });

  it("goes to another place when it is resumed so, and is not written twice", async () => {
    mkdirSync(join(out, ".."), { recursive: true });
    await make(
      { [CHAT]: chatReply(PNG_URL, PNG_URL) },
      { onRecord: ({ state }) => void (state === "received" && block()) },
      { count: 2 },
    ).result.catch(() => undefined);
    const { id } = await only();
    const elsewhere = tempDir();
    const { saved } = await deliverJob(id.slice(-6), { stateDir, kind: "image", output: { folder: elsewhere, name: "fox" } });
    expect(saved.map(({ path }) => path)).toEqual([join(elsewhere, "fox-1.png"), join(elsewhere, "fox-2.png")]);
    expect(await deliverJob(id, { stateDir, kind: "image" })).toMatchObject({ saved, warnings: [] });
    const late = await deliverJob(id, { stateDir, kind: "image", output: { path: join(elsewhere, "late.png") } });
    expect(late).toMatchObject({ saved, warnings: [{ code: "done_elsewhere", message: expect.stringContaining("fox-1.png") }] });
    expect(readdirSync(elsewhere)).toHaveLength(2);
  });

  it("keeps what was answered when others of the same wish were not, and says so", async () => {
    const target = { ...UNLISTED, params: { imageApi: "images" as const } };
    const part = imagesReply({ b64_json: encodeBase64(PNG) });
    const broken = { type: "stream", chunks: ["{"], end: "error" } as const;
    await make({ [IMAGES]: [part, broken, part] }, {}, { target, count: 3 }).result;
    const rows = await readRows(journalPath(jobFolder(stateDir, "image"), (await only()).id));
    expect(rows.filter(({ type }) => type === "sending")).toHaveLength(3);
    expect(rows.filter(({ type }) => type === "answered")).toHaveLength(2);
    expect(await only()).toMatchObject({ state: "done", costUsd: 0.04 });
    expect((await listJobs({ stateDir, kind: "image" }))[0]?.files).toHaveLength(2);
  });

  it("is left alone while a living process works on it", async () => {
    await make({ [CHAT]: chatReply(PNG_URL) }).result;
    await killed("sending");
    rmSync(out);
    const { id } = await only();
    const claim = await claimJob(jobFolder(stateDir, "image"), id);
    await make({ [CHAT]: chatReply(PNG_URL) }).result;
    await claim.release();
  });

  it("buys nothing when the state folder or the place cannot be written", async () => {
    writeFileSync(stateDir, "a file");
    const { result, fake } = make({});
    await expect(result).rejects.toMatchObject({ code: "file_io", hint: expect.stringContaining("OPENCLAW_STATE_DIR") });
    rmSync(stateDir);
    mkdirSync(out, { recursive: true });
    await expect(make({}).result).rejects.toMatchObject({ code: "file_io" });
    expect(fake.calls).toHaveLength(0);
    expect(await listJobs({ stateDir, kind: "image" })).toEqual([]);
  });

  it("reaches its place although the state folder filled up after the money was spent, and says that", async () => {
    const onRecord = ({ id, state }: { readonly id: string; readonly state: string }) => {
      if (state !== "submitting") return;
      writeFileSync(answerFolder(jobFolder(stateDir, "image"), id), "in the way");
    };
    const { saved, warnings } = await make({ [CHAT]: chatReply(PNG_URL) }, { onRecord }).result;
    expect(readFileSync(saved[0]!.path).equals(PNG)).toBe(true);
    expect(warnings).toMatchObject([{ code: "journal_failed" }]);
  });

  it("survives a journal whose last line was cut", async () => {
    await make({ [CHAT]: chatReply(PNG_URL) }).result;
    appendFileSync(journalPath(jobFolder(stateDir, "image"), (await only()).id), '{"type":"canc');
    expect((await only()).state).toBe("done");
  });
});

// MUS-1, VID-5
describe("a journaled track", () => {
  const song = [
    { id: "gen-m", choices: [{ delta: { audio: { data: encodeBase64(WAV), transcript: "la" } } }] },
    { choices: [{ delta: {}, finish_reason: "stop" }], usage: { cost: 0.08 } },
  ];
  const stream = { type: "stream", chunks: [sseFixture(song, { done: true })] } as const;
  const track = (routes: FakeRoutes, more: Partial<Parameters<typeof generateMusicFile>[1]> = {}) => {
    const { fake, transport } = faked(routes);
    const target = createTarget({ model: "openrouter/google/lyria-3-pro-preview", apiKey: secrets.apiKey });
    const output = { path: out.replace("fox.png", "song.wav") };
    return { fake, result: generateMusicFile({ target, prompt: "slow piano" }, { stateDir, output, transport, ...more }) };
  };

  it("fares the same: journaled, kept, refused when unknown", async () => {
    const { saved, costUsd, warnings } = await track({ [CHAT]: stream }).result;
    expect({ name: saved.path.slice(-8), costUsd, warnings }).toEqual({ name: "song.wav", costUsd: 0.08, warnings: [] });
    expect(readFileSync(saved.path).equals(WAV)).toBe(true);
    rmSync(saved.path);
    await expect(track({ [CHAT]: { type: "stream", chunks: ["data: {"], end: "error" } }).result).rejects.toMatchObject({
      code: "job_outcome_unknown",
    });
    const again = track({});
    await expect(again.result).rejects.toMatchObject({ code: "job_outcome_unknown", message: expect.stringContaining("same music") });
    expect(again.fake.calls).toHaveLength(0);
    expect((await track({ [CHAT]: stream }, { force: true }).result).transcript).toBe("la");
  });
});
