import { createTarget, type ToolkitError } from "@openclaw/core";
import { billOf } from "@openclaw/core/internal";
import { tempDir } from "@openclaw/testing";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMediaFile } from "../../media-file.js";
import { listJobs, makePaidFiles, type PaidPieces, type PaidWork, readJobRequest } from "../../node.js";
import { answerFolder, jobFolder } from "./job-folder.js";

const target = createTarget({ model: "openrouter/acme/voice", apiKey: "sk-or-v1-SYNTHETICpieces" });
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const piece = (text: string) => ({ bytes: bytes(text), mediaType: "audio/mpeg", generationId: `gen-${text}` });

let stateDir: string;
let out: string;
beforeEach(() => {
  const folder = tempDir();
  stateDir = join(folder, "state");
  out = join(folder, "out", "a.bin");
});
afterEach(() => void vi.unstubAllEnvs());
const only = async () => (await listJobs({ stateDir, kind: "speech" }))[0]!;
const folderOf = (id: string) => answerFolder(jobFolder(stateDir, "speech"), id);

function make(work: (pieces: PaidPieces) => Promise<string | undefined>, more: Partial<PaidWork<string | undefined>> = {}) {
  return makePaidFiles<string | undefined>(
    {
      kind: "speech",
      target,
      request: { prompt: "one two" },
      resume: { text: "one two" },
      likelyExtension: undefined,
      async make(log, pieces) {
        const text = await work(pieces);
        const files = [createMediaFile(bytes(text ?? ""))];
        if (text !== undefined) await log(target).answered({ files, model: target.model.ref, costUsd: 0.5 });
        return text;
      },
      filesOf: (text) => (text === undefined ? [] : [createMediaFile(bytes(text))]),
      ...more,
    },
    { stateDir, output: { path: out } },
  );
}

/** One piece, and then the process is stopped. */
async function stopped(): Promise<void> {
  const stopping = make(async (pieces) => {
    await pieces.keep("one", piece("one"));
    throw new DOMException("", "AbortError");
  });
  await expect(stopping).rejects.toMatchObject({ name: "AbortError" });
}

// VID-5
describe("files that are made piece by piece", () => {
  it("are gone on with where they stopped, with what was kept and what is needed for it, closed to others", async () => {
    await stopped();
    const job = await only();
    expect(job).toMatchObject({ state: "partial", pieces: [{ generationId: "gen-one" }], advice: expect.stringContaining("Resume it") });
    expect(await readJobRequest(job.id, { stateDir, kind: "speech" })).toEqual({ text: "one two" });
    const [name = ""] = readdirSync(folderOf(job.id));
    expect(statSync(join(folderOf(job.id), name)).mode & 0o777).toBe(0o600);
    const { record, saved } = await make(async (pieces) => {
      expect(await pieces.find("one")).toEqual(piece("one"));
      expect(await pieces.find("two")).toBeUndefined();
      return "one two";
    });
    expect(record).toMatchObject({ id: job.id, state: "done" });
    expect(readFileSync(saved[0]!.path, "utf8")).toBe("one two");
    // Nothing of it is needed any more.
    expect(readdirSync(jobFolder(stateDir, "speech")).filter((entry) => /answer|request/.test(entry))).toEqual([]);
  });

  it("find a piece again that was kept by the same process", async () => {
    await make(async (pieces) => {
      await pieces.keep("yes", piece("yes"));
      expect(await pieces.find("yes")).toEqual(piece("yes"));
      return "yes yes";
    });
  });

  it.each([
    ["gone", (path: string) => rmSync(path)],
    ["not what it was", (path: string) => writeFileSync(path, "oen")],
  ])("ask again for a piece that is %s", async (_what, harm) => {
    await stopped();
    const { id } = await only();
    harm(join(folderOf(id), readdirSync(folderOf(id))[0]!));
    await make(async (pieces) => {
      expect(await pieces.find("one")).toBeUndefined();
      return "one two";
    });
  });

  it("come to their end where the pieces cannot be kept, and that is said once", async () => {
    const { warnings, saved } = await make(async (pieces) => {
      const { id } = await only();
      writeFileSync(folderOf(id), "in the way");
      await pieces.keep("one", piece("one"));
      await pieces.keep("two", piece("two"));
      rmSync(folderOf(id));
      return "one two";
    });
    expect(existsSync(saved[0]!.path)).toBe(true);
    expect(warnings).toMatchObject([{ code: "journal_failed", message: expect.stringContaining("could not be kept") }]);
  });

  it("lie in the folder for temporary files, and that is said, where neither the state folder nor their place takes them", async () => {
    vi.stubEnv("TMPDIR", tempDir());
    const refused = make(async () => {
      const { id } = await only();
      writeFileSync(folderOf(id), "in the way");
      mkdirSync(join(out, "..", ".."), { recursive: true });
      rmSync(join(out, ".."), { recursive: true, force: true });
      writeFileSync(join(out, ".."), "in the way");
      return "one two";
    });
    const error = (await refused.catch((reason: unknown) => reason)) as ToolkitError;
    expect(error).toMatchObject({ code: "file_io", message: expect.stringContaining(join(out, "..")) });
    const [, path = ""] = /lies in (\S+);/.exec(error.hint ?? "") ?? [];
    expect(path).toContain(process.env["TMPDIR"]);
    expect(readFileSync(path, "utf8")).toBe("one two");
    expect(billOf(error)).toEqual({ costUsd: 0.5 });
  });

  it("leave no job behind when nothing was bought, or there was nothing to make", async () => {
    await expect(make(() => Promise.reject(new Error("refused")))).rejects.toThrow("refused");
    expect(await make(async () => undefined)).toMatchObject({ saved: [] });
    expect(await listJobs({ stateDir, kind: "speech" })).toEqual([]);
    // Nor what was held of it meanwhile.
    expect(readdirSync(jobFolder(stateDir, "speech"))).toEqual([]);
  });
});
