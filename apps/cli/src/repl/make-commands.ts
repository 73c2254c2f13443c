import type { MediaEntry } from "@openclaw/chat";
import { UsageError } from "../args/usage-error.js";
import type { Context } from "../context.js";
import { describeFile } from "../make/made-file.js";
import { defined } from "@openclaw/core/internal";
import { savePlace } from "../make/save-place.js";
import { createOutput } from "../output/create-output.js";
import { reportError } from "../output/report-error.js";
import type { Session } from "../sessions/open-session.js";
import { type ChatState, READ } from "./chat-state.js";
import type { SlashCommand } from "./slash-command.js";

export const imageCommand: SlashCommand = {
  name: "image",
  takes: "PROMPT",
  summary: "Make a picture and show it",
  async run(state, rest) {
    const { context, spending } = state;
    const prompt = needed(rest, "/image", "a red bicycle");
    spending.check();
    const [{ makeImages }, { showImage }] = await Promise.all([
      import("../make/images/make-images.js"),
      import("../make/images/show-image.js"),
    ]);
    const resolved = await context.targets("image", {});
    const session = await state.openSession();
    const { result, saved } = await makeImages(context, {
      resolved,
      request: { prompt },
      place: savePlace(context, {}),
      session: session.name,
    });
    const paths = saved.map(({ path }) => path);
    // What an earlier process had bought costs this chat nothing.
    const spentUsd = result.recovered ? 0 : result.usage.costUsd;
    await noteMade(state, session, { kind: "image", prompt, paths, model: result.model, costUsd: spentUsd });
    const costUsd = result.usage.costUsd === undefined ? undefined : result.usage.costUsd / saved.length;
    for (const [index, file] of saved.entries()) {
      await showImage(context, result.images[index]?.bytes ?? file.path);
      context.out.line(describeFile(context, { ...file, costUsd, durationMs: result.durationMs }));
    }
    return READ;
  },
};

export const videoCommand: SlashCommand = {
  name: "video",
  takes: "PROMPT",
  summary: "Make a video while the chat goes on",
  async run(state, rest) {
    const { context, reader, jobs, spending } = state;
    const prompt = needed(rest, "/video", "waves at night");
    spending.check();
    const { makeVideo } = await import("../make/videos/make-video.js");
    const resolved = await context.targets("video", {});
    // The one it was asked for in, whichever is open when it is done.
    const session = await state.openSession();
    // A bar would run through the line that is being edited: the job speaks when it is done.
    const silent: Context = { ...context, out: createOutput(context.io, { json: false, quiet: true, verbose: false, noColor: true }) };
    const job = makeVideo(silent, { resolved, request: { prompt }, place: savePlace(context, {}), session: session.name }).then(
      async ({ result: { file, costUsd, record }, durationMs }) => {
        await noteMade(state, session, { kind: "video", prompt, paths: [file.path], model: record.model, costUsd });
        reader.above(() => context.out.line(describeFile(context, { ...file, costUsd, durationMs }, "Your video is done: ")));
      },
      (error: unknown) => reader.above(() => reportError(error, context.out, { json: false, debug: false })),
    );
    jobs.add(job);
    void job.finally(() => jobs.delete(job));
    context.out.note("The video is being made; go on meanwhile.");
    return READ;
  },
};

export const speechCommand: SlashCommand = {
  name: "tts",
  aliases: ["speak"],
  takes: "[TEXT]",
  summary: "Speak the last answer, or a text, into a file",
  async run(state, rest) {
    const { context, lastAnswer, spending } = state;
    const text = rest === "" ? lastAnswer : rest;
    if (text.trim() === "") throw new UsageError("There is nothing to speak yet.", "Write /tts TEXT, or ask something first.");
    spending.check();
    const [{ makeSpeech }, { speechInput }] = await Promise.all([
      import("../speak/make-speech.js"),
      import("../commands/infer-tts-convert.js"),
    ]);
    const resolved = await context.targets("speech", {});
    const session = await state.openSession();
    const input = await speechInput(context, text, {});
    const made = await makeSpeech(context, { resolved, input, place: savePlace(context, {}), session: session.name });
    const { costUsd } = made;
    const model = made.spoken?.speech.target.model.wireId;
    await noteMade(state, session, { kind: "speech", prompt: text, paths: [made.saved.path], ...defined({ model }), costUsd });
    context.out.line(describeFile(context, { ...made.saved, costUsd, durationMs: made.durationMs }));
    return READ;
  },
};

/** Counts what was made, and notes it in the conversation. That it cannot be noted does not take it away. */
async function noteMade(
  { context, spending, made }: ChatState,
  { file }: Session,
  {
    model,
    costUsd,
    ...media
  }: Pick<MediaEntry, "kind" | "prompt" | "paths"> & { readonly model?: string; readonly costUsd?: number | undefined },
): Promise<void> {
  spending.add(costUsd);
  made.push(costUsd);
  await file
    .addMedia({ ...media, ...(model === undefined ? {} : { model }), ...(costUsd === undefined ? {} : { costUsd }) })
    .catch((error: Error) => context.out.alert(`${context.out.noteStyle("yellow", "warning:")} ${error.message}`));
}

function needed(rest: string, command: string, example: string): string {
  if (rest !== "") return rest;
  throw new UsageError(`${command} needs a prompt.`, `Such as: ${command} ${example}`);
}
