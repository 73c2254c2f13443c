import { findJob } from "@openclaw/media/node";
import { defineCommand } from "../args/command-spec.js";
import { CONNECTION_FLAGS } from "../args/connection-flags.js";
import { EXIT_OK } from "../exit-codes.js";
import { STREAM_FLAG } from "../make/make-flags.js";
import { resumeVideo, type VideoEvent } from "../make/videos/make-video.js";
import { printVideo } from "../make/videos/print-video.js";
import { noteResumed } from "../sessions/note-resumed.js";
import { savePlace, TO_STDOUT } from "../make/save-place.js";

const { sandbox: _sandbox, ...CONNECTION } = CONNECTION_FLAGS;

export const command = defineCommand({
  about: "Goes on with a video job where it stopped, and never buys it twice: what may have been bought is sent again only with --force.",
  words: [{ name: "job", summary: "its id, or the beginning or end of it", required: true }],
  flags: {
    output: { kind: "text", short: "o", value: "FILE", summary: "Write to this file instead" },
    "no-preview": { kind: "switch", summary: "Do not show the first frame in the terminal" },
    force: { kind: "switch", summary: "Send again what may have been bought, replace the file if it is there" },
    ...STREAM_FLAG,
    ...CONNECTION,
  },
  examples: [{ line: "infer video resume 3f", says: "wait for it and fetch its file" }],
  async run(context, { flags, words: [id = ""] }) {
    const { stateDir } = await context.config();
    const record = await findJob(id, { stateDir });
    const resolved = await context.targets("video", { model: record.model });
    const named = flags.output === undefined ? undefined : savePlace(context, flags);
    const place = flags.output === TO_STDOUT ? undefined : named;
    const onEvent = flags["stream-json"] === true ? (event: VideoEvent) => context.out.jsonLine(event) : undefined;
    const made = await resumeVideo(context, record.id, { resolved, place, force: flags.force === true, onEvent });
    if (record.state !== "done") await noteResumed(context, made.result);
    await printVideo(context, made, {
      preview: flags["no-preview"] !== true,
      lines: onEvent !== undefined,
      ...(flags.output === undefined ? {} : { output: flags.output }),
    });
    return EXIT_OK;
  },
});
