import { readAliases } from "@openclaw/config";
import { openProfileStore } from "@openclaw/config/node";
import type { Context } from "../context.js";
import { JOB_KINDS, jobGroup } from "../make/job-group.js";
import { sessionNames, sessionsFolder } from "../sessions/session-files.js";
import type { Sources } from "./candidates.js";

/** From what is stored here: a completion asks nobody, and answers with nothing rather than with an error. */
export function completionSources(context: Context): Sources {
  const quietly = async (read: () => Promise<readonly string[]>): Promise<readonly string[]> => read().catch(() => []);
  return {
    models: () =>
      quietly(async () => {
        const [catalog, { config }] = await Promise.all([context.catalog(), context.config()]);
        const { rows } = await catalog.all({ network: "never" });
        return [...Object.keys(readAliases(config)), ...rows.map(({ id }) => (id.startsWith("openrouter/") ? id : `openrouter/${id}`))];
      }),
    sessions: () => quietly(async () => sessionNames(sessionsFolder(await context.config()))),
    jobs: (group) =>
      quietly(async () => {
        const { listJobs } = await import("@openclaw/media/node");
        const kind = JOB_KINDS.find((known) => jobGroup(known) === group);
        const { stateDir } = await context.config();
        return kind === undefined ? [] : (await listJobs({ stateDir, kind })).map(({ id }) => id);
      }),
    profiles: () =>
      quietly(async () => Object.keys((await openProfileStore({ agentDir: (await context.config()).agentDir }).read()).profiles)),
  };
}
