import type { ResolvedTargets } from "@openclaw/config";
import { createMediaCatalog, type ImageEvent, type ImageRequest } from "@openclaw/media";
import { generateImageFiles, type ImageFilesResult, type SavedFile, type SaveTarget } from "@openclaw/media/node";
import type { Context } from "../../context.js";
import { logSpending } from "../../usage/log-usage.js";
import { createProgress } from "../../output/progress.js";
import { withJobFolder } from "../job-place.js";
import { sayKept } from "../say-kept.js";
import { urlRules } from "../url-rules.js";

export interface MadeImages {
  readonly result: ImageFilesResult;
  readonly saved: readonly SavedFile[];
}

/**
 * Makes images and saves them. Journaled below the state folder like videos, so that nothing paid is lost or bought twice whatever happens to this
 * process (VID-5); that they can be saved is found out first.
 */
export async function makeImages(
  context: Context,
  facts: {
    readonly resolved: ResolvedTargets;
    readonly request: Omit<ImageRequest, "target">;
    readonly place: SaveTarget;
    /** The conversation it belongs to, for the usage log. */
    readonly session?: string | undefined;
    /** Ask again although the same may have been billed. */
    readonly force?: boolean | undefined;
    readonly onEvent?: ((event: ImageEvent) => void) | undefined;
  },
): Promise<MadeImages> {
  const { io, out } = context;
  const { resolved, request, place, session, force, onEvent } = facts;
  const [transport, rules] = await Promise.all([context.transport(), urlRules(context)]);
  const progress = createProgress(out, { now: io.now, write: (text) => io.stderr.write(text) });
  const model = resolved.targets[0]?.model.ref ?? "";
  const what = request.count === undefined || request.count === 1 ? "an image" : `${request.count} images`;
  return withJobFolder(context, async (stateDir) => {
    const kept = sayKept(context, progress, session);
    const result = await generateImageFiles(
      { ...request, target: resolved.targets },
      {
        stateDir,
        output: place,
        force,
        // Not before it is known that it can be journaled and saved.
        onRecord(record) {
          kept.onRecord(record);
          if (record.state === "submitting" && onEvent === undefined) progress.update(`making ${what} with ${model}`);
        },
        onEvent,
        transport,
        signal: io.signal,
        circuits: context.circuits,
        failover: resolved.failover,
        timeoutMs: resolved.timeouts.totalMs,
        catalog: createMediaCatalog({ transport }),
        ...rules,
      },
    )
      .catch(kept.rethrow)
      .finally(() => progress.stop());
    out.warn(result.warnings);
    await logSpending(context, { kind: "image", model: result.model, ...result.usage, session, job: result.id });
    return { result, saved: result.saved };
  });
}
