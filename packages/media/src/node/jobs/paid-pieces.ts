import type { Warning } from "@openclaw/core";
import { writeFileAtomic } from "@openclaw/core/node";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { answerFolder, readJobRecord } from "./job-folder.js";
import { messageOf } from "./journal-log.js";
import type { JobRow, KeptPiece } from "./rows.js";

/** What one paid request brought of a file that is made in several. */
export interface PaidPiece {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly generationId?: string | undefined;
}

/** The pieces of a file that is not whole yet, by what was asked for: what was paid for once is not asked for again (VID-5). */
export interface PaidPieces {
  /** What was given for this very wish, now or to an earlier process; `undefined` also when it is not whole any more. */
  find(wish: string): Promise<PaidPiece | undefined>;
  /** On disk when it settles; where it cannot be kept, that is a warning of the job, and the work goes on. */
  keep(wish: string, piece: PaidPiece): Promise<void>;
}

/** The pieces of a job, beside its journal. */
export function createPaidPieces(
  folder: string,
  id: string,
  facts: { readonly tell: (row: JobRow) => Promise<void>; readonly onWarning: (warning: Warning) => void },
): PaidPieces {
  const { tell, onWarning } = facts;
  const place = answerFolder(folder, id);
  let known: Promise<Map<string, KeptPiece>> | undefined;
  const pieces = (): Promise<Map<string, KeptPiece>> =>
    (known ??= readJobRecord(folder, id, true).then((record) => new Map((record.pieces ?? []).map((piece) => [piece.wish, piece]))));
  let failed = false;
  return {
    async find(wish) {
      const piece = (await pieces()).get(hash(wish));
      const bytes = piece === undefined ? undefined : await readFile(join(place, piece.name)).catch(() => undefined);
      if (piece === undefined || bytes === undefined || hash(bytes) !== piece.sha256) return undefined;
      return { bytes: new Uint8Array(bytes), mediaType: piece.mediaType, generationId: piece.generationId };
    },
    async keep(wish, { bytes, mediaType, generationId }) {
      const key = hash(wish);
      const name = `${key.slice(0, 32)}.piece`;
      try {
        const written = await writeFileAtomic(join(place, name), bytes, { force: true, mode: 0o600, folderMode: 0o700 });
        const { sizeBytes, sha256 } = written;
        const piece = { wish: key, name, mediaType, sizeBytes, sha256, ...(generationId === undefined ? {} : { generationId }) };
        await tell({ type: "piece", atMs: Date.now(), ...piece });
        (await pieces()).set(key, piece);
      } catch (error) {
        if (!failed) onWarning({ code: "journal_failed", message: `What is paid for could not be kept: ${messageOf(error)}` });
        failed = true;
      }
    },
  };
}

function hash(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
