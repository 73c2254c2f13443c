import type { VideoFileResult } from "@openclaw/media/node";
import type { Context } from "../context.js";
import { openSessionNamed } from "./open-session.js";
import { sessionNames, sessionsFolder } from "./session-files.js";

/**
 * Notes a video in the conversation that asked for it and ended before it was there (CHAT-12). A conversation that was deleted since stays so,
 * and one that cannot be written does not take the video away.
 */
export async function noteResumed(context: Context, { file, record, costUsd }: VideoFileResult): Promise<void> {
  const { label: name, prompt, model } = record;
  if (name === undefined) return;
  try {
    if (!(await sessionNames(sessionsFolder(await context.config()))).includes(name)) return;
    const session = await openSessionNamed(context, name);
    await session.file.addMedia({ kind: "video", prompt, paths: [file.path], model, ...(costUsd === undefined ? {} : { costUsd }) });
  } catch (error) {
    context.out.warn([{ code: "session_not_written", message: (error as Error).message }]);
  }
}
