import type { ResolvedTargets } from "@openclaw/config";
import { createMediaCatalog, generateImages, type ImageRequest, type ImageResult } from "@openclaw/media";
import { checkOutput, resolveHost, type SavedFile, saveImages, type SaveTarget } from "@openclaw/media/node";
import type { Context } from "../context.js";
import { createProgress } from "../output/progress.js";
import { nameWarnings } from "./name-warnings.js";

export interface MadeImages {
  readonly result: ImageResult;
  readonly saved: readonly SavedFile[];
}

/** Makes images and saves them. That they can be saved is found out first: what is paid for must not be lost. */
export async function makeImages(
  context: Context,
  facts: { readonly resolved: ResolvedTargets; readonly request: Omit<ImageRequest, "target">; readonly place: SaveTarget },
): Promise<MadeImages> {
  const { io, out } = context;
  const { resolved, request, place } = facts;
  await checkOutput(place);
  const transport = await context.transport();
  const progress = createProgress(out, { now: io.now, write: (text) => io.stderr.write(text) });
  progress.update(
    `making ${request.count === undefined || request.count === 1 ? "an image" : `${request.count} images`} with ${resolved.targets[0]?.model.ref ?? ""}`,
  );
  try {
    const made = await generateImages(
      { ...request, target: resolved.targets },
      {
        transport,
        signal: io.signal,
        circuits: context.circuits,
        failover: resolved.failover,
        timeoutMs: resolved.timeouts.totalMs,
        catalog: createMediaCatalog({ transport }),
        resolveHost,
      },
    );
    const saved = await saveImages(made.images, place);
    const result = { ...made, warnings: [...made.warnings, ...nameWarnings(saved)] };
    progress.stop();
    out.warn(result.warnings);
    return { result, saved };
  } finally {
    progress.stop();
  }
}
