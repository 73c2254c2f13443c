import type { JsonObject, ModelTarget, Warning } from "@openclaw/core";
import { billOf, withBill } from "@openclaw/core/internal";
import { rm } from "node:fs/promises";
import type { MediaFile } from "../../media-file.js";
import type { PaidAnswer, PaidCallLog } from "../../paid-steps.js";
import type { SavedFile } from "../save-images.js";
import { checkOutput, type SaveTarget } from "../save-target.js";
import { claimJob, forgetClaims } from "./claim.js";
import { deliverKept } from "./deliver-kept.js";
import { jobFolder, journalPath, makeJobFolder, makeJobId, readJobRecord } from "./job-folder.js";
import type { JobRecord } from "./job-record.js";
import { appendRow } from "./journal.js";
import { codeOf, messageOf } from "./journal-log.js";
import { createPaidPieces, type PaidPieces } from "./paid-pieces.js";
import { forgetKeptFiles, keepFiles } from "./kept-answers.js";
import { findOpenJobs, hasItsFile, pruneJobs, repeatedJob } from "./open-jobs.js";
import { requestDigest } from "./request-digest.js";
import type { JobKind, JobRow } from "./rows.js";
import { saveInLastResort } from "./save-in-last-resort.js";
import { forgetRequest, storeJson } from "./stored-request.js";
import { recoveredWarning } from "./summarize-kept.js";
import { storedOutput } from "./stored-output.js";

export interface PaidFileOptions {
  /** Where this toolkit keeps its state; the journals lie in `jobs` below it. */
  readonly stateDir: string;
  /** Where the files go. Default: `image-1.png`, `music-1.wav` in the current folder, or the next free number. */
  readonly output?: SaveTarget | undefined;
  /** Ask again although the outcome of the same request is unknown and it may have been billed. Default false. */
  readonly force?: boolean | undefined;
  /** Told of the job's record whenever its journal has grown. */
  readonly onRecord?: ((record: JobRecord) => void) | undefined;
}

/** What a paid call brought, saved. */
export interface PaidFiles<Made> {
  readonly record: JobRecord;
  readonly saved: readonly SavedFile[];
  readonly warnings: readonly Warning[];
  /** Absent when an earlier process had bought it and only its place was missing: then `files` are what it left. */
  readonly made?: Made;
  readonly files: readonly MediaFile[];
}

/** Files that are paid for, and how they are made. */
export interface PaidWork<Made> {
  readonly kind: Exclude<JobKind, "video">;
  readonly target: ModelTarget;
  /** What is wanted: the same wish is the same work. */
  readonly request: { readonly prompt: string } & object;
  /** Is kept until the files are in their place, so that another process can go on; with it the files are made piece by piece. */
  readonly resume?: JsonObject | undefined;
  /** Of what most probably comes: looks for a taken name before anything is bought. */
  readonly likelyExtension: string | undefined;
  readonly make: (log: PaidCallLog, pieces: PaidPieces) => Promise<Made>;
  /** None: there was nothing to make, and no job is left behind. */
  readonly filesOf: (made: Made) => readonly MediaFile[];
}

/**
 * Makes files that come in one paid answer, so that a process which dies at any moment loses nothing and buys nothing twice (VID-5): the intent is
 * on disk before each paid request, its files lie in the state folder before they get their names. The same wish, asked again after such a
 * death, takes what was kept, or is refused where nobody knows; only `force` buys again. What is made piece by piece, such as speech, is gone on
 * with: its pieces are cheap, and one whose answer nobody saw is asked for again.
 *
 * @throws ToolkitError `file_io`: before anything is sent, or the files are kept, at worst where the hint says; JobError `job_outcome_unknown`; what `make` throws
 */
export async function makePaidFiles<Made>(work: PaidWork<Made>, options: PaidFileOptions): Promise<PaidFiles<Made>> {
  const { kind, target, request } = work;
  const output = storedOutput(options.output ?? {});
  const digest = requestDigest(kind, target, request);
  const open = await findOpenJobs(jobFolder(options.stateDir, kind), digest);
  const kept = open.find(({ state }) => state === "received");
  // Whatever fails from here: what is paid for lies there.
  if (kept !== undefined) options.onRecord?.(kept);
  // Killed between giving a file its name and writing that down, it is in nobody's way.
  if (!(await hasItsFile(kept))) await checkOutput(output, work.likelyExtension);
  const folder = await makeJobFolder(options.stateDir, kind);
  if (kept !== undefined) {
    const delivered = await deliverKept(kept.id, { ...options, kind, output });
    return { ...delivered, warnings: [recoveredWarning(delivered.record), ...delivered.warnings] };
  }
  const unknown = open.find(({ state }) => state !== "partial");
  if (unknown !== undefined && options.force !== true) throw repeatedJob(unknown);

  const begun = open.find(({ state }) => state === "partial");
  const id = begun?.id ?? makeJobId(Date.now(), kind);
  const claim = await claimJob(folder, id);
  let forgotten = false;
  try {
    const prompt = request.prompt.slice(0, 200);
    const row = { atMs: Date.now(), version: 1, id, model: target.model.ref, prompt, output, digest } as const;
    if (begun === undefined) await appendRow(journalPath(folder, id), { type: "intent", ...row });
    for (const old of open) if (old !== begun) await appendRow(journalPath(folder, old.id), { type: "cancelled", atMs: Date.now() });
    const tell = async (row: JobRow): Promise<void> => {
      await appendRow(journalPath(folder, id), row);
      options.onRecord?.(await readJobRecord(folder, id, true));
    };
    const warnings: Warning[] = [];
    let unkeptUsd: number | undefined;
    const onUnkept = ({ costUsd }: PaidAnswer): void => {
      unkeptUsd = costUsd === undefined ? unkeptUsd : (unkeptUsd ?? 0) + costUsd;
    };
    const facts = { tell, onWarning: (warning: Warning) => warnings.push(warning), onUnkept };
    if (work.resume !== undefined && begun === undefined) {
      await storeJson(folder, id, work.resume);
      await tell({ type: "collecting", atMs: Date.now() });
    }
    const made = await work.make(createAnswerLog(folder, id, facts), createPaidPieces(folder, id, facts));
    const files = work.filesOf(made);
    if (files.length === 0) {
      const record = await readJobRecord(folder, id, true);
      await forgetJob(folder, id);
      forgotten = true;
      return { record, saved: [], files, made, warnings };
    }
    const delivered = await deliverKept(id, { ...options, kind, output, claimed: true, files }).catch(async (error: unknown) => {
      if (await isKept(folder, id)) throw error;
      throw withBill(await saveInLastResort(error, files, kind), { costUsd: unkeptUsd, generationId: undefined });
    });
    await pruneJobs(folder).catch(() => undefined);
    return { ...delivered, made, warnings: [...warnings, ...delivered.warnings] };
  } catch (error) {
    forgotten = await forgetUnbought(folder, id);
    throw error;
  } finally {
    await claim.release();
    // Nobody can ask for a job that is forgotten.
    if (forgotten) await forgetClaims(folder, id);
  }
}

/** Its files lie in the state folder. */
async function isKept(folder: string, id: string): Promise<boolean> {
  const record = await readJobRecord(folder, id, true).catch(() => undefined);
  return (record?.kept ?? []).length > 0;
}

/** Writes each paid request of a call into the job's journal. */
function createAnswerLog(
  folder: string,
  id: string,
  facts: {
    readonly tell: (row: JobRow) => Promise<void>;
    readonly onWarning: (warning: Warning) => void;
    /** It is paid for, and stands in no journal. */
    readonly onUnkept: (answer: PaidAnswer) => void;
  },
): PaidCallLog {
  const { tell, onWarning, onUnkept } = facts;
  let parts = 0;
  return (target) => {
    const part = parts;
    parts += 1;
    const failure = (error: unknown) => ({ part, atMs: Date.now(), code: codeOf(error), message: messageOf(error) });
    return {
      sending: () => tell({ type: "sending", part, atMs: Date.now(), model: target.model.ref, baseUrl: target.endpoint.baseUrl }),
      refused: (error) => tell({ type: "refused", ...failure(error) }),
      failed: (error) => tell({ type: "useless", ...failure(error), ...billOf(error) }),
      unknown: (error) => tell({ type: "unknown", part, atMs: Date.now(), message: messageOf(error) }),
      async answered(paid: PaidAnswer) {
        const { files, ...answer } = paid;
        // It is paid for: a state folder that fails must not keep it from its place.
        await keepFiles(folder, id, { part, files })
          .then((kept) => tell({ type: "answered", part, atMs: Date.now(), files: kept, ...answer }))
          .catch((error: unknown) => {
            onUnkept(paid);
            onWarning({ code: "journal_failed", message: `The answer could not be journaled: ${messageOf(error)}` });
          });
      },
    };
  };
}

/** A request that cost nothing leaves no job behind. */
async function forgetUnbought(folder: string, id: string): Promise<boolean> {
  const record = await readJobRecord(folder, id, true).catch(() => undefined);
  const unbought = record === undefined || record.state === "prepared" || (record.state === "partial" && record.pieces === undefined);
  if (unbought) await forgetJob(folder, id);
  return unbought;
}

async function forgetJob(folder: string, id: string): Promise<void> {
  await rm(journalPath(folder, id), { force: true });
  await forgetRequest(folder, id);
  await forgetKeptFiles(folder, id);
}
