import { type LazyPart, lazyPart } from "@openclaw/core/internal/stream";

/** Everything but plain text that is asked, sent and answered: loaded when it is first needed. */
export const rest: LazyPart<typeof import("./rest.js")> = lazyPart(() => import("./rest.js"));

/**
 * Loads what is otherwise loaded when it is first needed. For pages that must work after the network has gone, or that replace their files
 * while somebody is reading.
 *
 * @throws ToolkitError `network_unreachable` when it cannot be fetched; calling again tries again
 */
export async function preloadChat(): Promise<void> {
  await rest.load();
}
