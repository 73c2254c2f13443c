import type { ChatResult } from "@openclaw/chat";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { CONNECTION_FLAGS } from "../args/connection-flags.js";
import { createAnswerSink } from "../ask/answer-sink.js";
import { usageParts } from "../ask/event-view.js";
import { streamAnswer } from "../ask/stream-answer.js";
import type { Context } from "../context.js";
import { EXIT_FAILURE, EXIT_OK } from "../exit-codes.js";
import { describeFile, type MadeFile } from "../make/made-file.js";
import { makeImages } from "../make/images/make-images.js";
import { makeSpeech } from "../speak/make-speech.js";
import { makeVideo } from "../make/videos/make-video.js";
import { savePlace } from "../make/save-place.js";
import { showImage } from "../make/images/show-image.js";
import { shownMs, shownUsd } from "../output/amounts.js";
import { isAbort, reportError } from "../output/report-error.js";
import { wrapWords } from "../output/wrap-words.js";
import { chooseEndpoint } from "../tour/choose-endpoint.js";
import { nextCommands } from "../tour/next-commands.js";
import { speakable } from "../tour/speakable.js";
import { speechInput } from "./infer-tts-convert.js";

/** The first run, shown whole (RUN-1). */
export const command = defineCommand({
  about:
    "Shows the main job once: a streamed answer, an image, a video job with its progress, a spoken answer. With a key it asks OpenRouter, which costs what these four cost; without one it uses the offline sandbox. Files go to ./openclaw-out under new names.",
  flags: {
    skip: { kind: "list", value: "PART", summary: "Leave out chat, image, video or speech" },
    ...CONNECTION_FLAGS,
  },
  examples: [
    { line: "tour", says: "everything" },
    { line: "tour --sandbox", says: "in the sandbox, although there is a key" },
    { line: "tour --skip video", says: "without the most expensive part" },
  ],
  async run(context, { flags }) {
    const unknown = flags.skip?.find((part) => !PARTS.some(({ name }) => name === part));
    if (unknown !== undefined) {
      throw new UsageError(`--skip cannot be "${unknown}".`, `It is one of: ${PARTS.map(({ name }) => name).join(", ")}.`);
    }
    const { out, io, json } = context;
    const startedMs = io.now();
    const endpoint = await chooseEndpoint(context);
    if (!json) {
      out.line(wrapWords(endpoint.says, Math.min(out.columns, 100)));
    }
    const tour: Tour = { context: endpoint.context, costUsd: 0, files: [], failed: 0, answer: undefined };
    const parts = PARTS.filter(({ name }) => flags.skip?.includes(name) !== true);
    for (const [index, part] of parts.entries()) {
      if (!json) out.line(`\n${out.style(["bold", "cyan"], `${index + 1}/${parts.length} ${part.title}`)}`);
      await runPart(tour, part);
    }
    const took = shownMs(io.now() - startedMs);
    if (json) {
      const { answer, files, costUsd } = tour;
      out.json({
        ok: tour.failed === 0,
        sandbox: endpoint.sandbox,
        answer: answer?.text ?? null,
        files,
        costUsd,
        durationMs: io.now() - startedMs,
      });
    } else {
      out.line(
        `\n${tour.failed === 0 ? `Done in ${took}, ${shownUsd(tour.costUsd)} in all.` : `${tour.failed} of ${parts.length} parts failed (${took}).`} Next:`,
      );
      for (const { line, says } of nextCommands(context, endpoint.sandbox)) {
        out.line(`\n${out.style("dim", wrapWords(`# ${says}`, out.columns, "  "))}\n${io.program} ${line}`);
      }
    }
    return tour.failed === 0 ? EXIT_OK : EXIT_FAILURE;
  },
});

interface Tour {
  readonly context: Context;
  readonly files: (MadeFile & { readonly kind: string })[];
  costUsd: number;
  failed: number;
  answer: ChatResult | undefined;
}

interface Part {
  readonly name: string;
  readonly title: string;
  run(tour: Tour): Promise<void>;
}

const QUESTION = "What can I do with one OpenRouter key? Answer in a few short sentences.";
// The sandbox knows itself and nothing else.
const SANDBOX_QUESTION = "What can I try in this sandbox, and how are videos made?";
const SCENE = "a lighthouse on a cliff at dusk, waves below";

const PARTS: readonly Part[] = [
  { name: "chat", title: "Chat: a streamed answer", run: askQuestion },
  { name: "image", title: "Image", run: paint },
  { name: "video", title: "Video: an asynchronous job", run: film },
  { name: "speech", title: "Speech: the answer, spoken", run: speak },
];

/** A part that fails is said and the others go on: a server need not have all of them. */
async function runPart(tour: Tour, part: Part): Promise<void> {
  const { io, out } = tour.context;
  try {
    await part.run(tour);
  } catch (error) {
    if (isAbort(error)) throw error;
    tour.failed += 1;
    reportError(error, out, { json: false, debug: (io.env["OPENCLAW_DEBUG"] ?? "") !== "" });
  }
}

async function askQuestion(tour: Tour): Promise<void> {
  const { context } = tour;
  const { out, io, json } = context;
  const startedMs = io.now();
  const resolved = await context.targets("chat");
  const question = context.flags.sandbox ? SANDBOX_QUESTION : QUESTION;
  sayPrompt(tour, question);
  const input = { messages: [{ role: "user" as const, content: question }], params: { maxTokens: 400 } };
  // What the answer took stands below it, once.
  const quiet: Context = { ...context, out: { ...out, note: () => undefined, detail: () => undefined } };
  tour.answer = await streamAnswer(quiet, { resolved, input, ...(json ? {} : { sink: createAnswerSink(context) }) });
  const { usage, attempts, model } = tour.answer;
  tour.costUsd += usage?.costUsd ?? 0;
  const first = attempts.at(-1)?.firstTokenMs;
  const parts = [
    model,
    ...(first === undefined ? [] : [`first token ${shownMs(first)}`]),
    ...usageParts(usage),
    shownMs(io.now() - startedMs),
  ];
  if (!json) out.line(out.style("dim", wrapWords(parts.join(out.unicode ? " · " : ", "), out.columns)));
}

async function paint(tour: Tour): Promise<void> {
  const { context } = tour;
  const resolved = await context.targets("image");
  sayPrompt(tour, SCENE);
  const { result, saved } = await makeImages(context, {
    resolved,
    request: { prompt: SCENE, aspectRatio: "16:9" },
    place: savePlace(context, {}),
  });
  for (const [index, file] of saved.entries()) {
    if (!context.json) await showImage(context, result.images[index]?.bytes ?? file.path);
    addFile(tour, "image", { ...file, costUsd: result.usage.costUsd, durationMs: result.durationMs });
  }
}

async function film(tour: Tour): Promise<void> {
  const { context } = tour;
  const resolved = await context.targets("video");
  sayPrompt(tour, SCENE);
  const request = { prompt: SCENE, durationSeconds: 4, resolution: "720P", aspectRatio: "16:9" };
  const { result, durationMs } = await makeVideo(context, { resolved, request, place: savePlace(context, {}) });
  addFile(tour, "video", { ...result.file, costUsd: result.costUsd, durationMs });
}

async function speak(tour: Tour): Promise<void> {
  const { context } = tour;
  const resolved = await context.targets("speech");
  const answer = speakable(tour.answer?.text ?? "");
  const text = answer === "" ? "One key, many models." : answer;
  sayPrompt(tour, text);
  const made = await makeSpeech(context, { resolved, input: await speechInput(context, text, {}), place: savePlace(context, {}) });
  addFile(tour, "speech", { ...made.saved, costUsd: made.costUsd, durationMs: made.durationMs });
}

function sayPrompt({ context }: Tour, text: string): void {
  const { out, json } = context;
  if (!json) out.line(out.style("dim", wrapWords(`> ${text}`, Math.min(out.columns, 100), "  ")));
}

function addFile(tour: Tour, kind: string, file: MadeFile): void {
  const { path, mediaType, sizeBytes, costUsd, durationMs } = file;
  tour.files.push({ kind, path, mediaType, sizeBytes, ...(costUsd === undefined ? {} : { costUsd }), durationMs });
  tour.costUsd += costUsd ?? 0;
  if (!tour.context.json) tour.context.out.line(describeFile(tour.context, file));
}
