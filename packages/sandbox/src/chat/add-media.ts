import type { SandboxContext } from "../context.js";
import { numberAt, objectAt, objectsAt, textAt } from "../wire/read-json.js";
import { imageSize } from "../images/image-size.js";
import { pcmToWav } from "../audio/pcm-to-wav.js";
import { readReference } from "../images/read-reference.js";
import type { ChatRequest } from "./chat-request.js";
import type { Reply } from "./reply.js";
import { makeAudioId } from "./write-chat.js";

const TUNE_SECONDS = 6;

/** Paints and speaks what the answer needs beside its text. */
export async function addMedia(chat: ChatRequest, reply: Reply, sandbox: SandboxContext): Promise<Reply> {
  if (chat.wantsImage) return addImage(chat, reply, sandbox);
  return chat.wantsAudio ? addAudio(chat, reply, sandbox) : reply;
}

async function addImage(chat: ChatRequest, reply: Reply, sandbox: SandboxContext): Promise<Reply> {
  const asked = chat.turns.findLast((turn) => turn.role === "user");
  const config = objectAt(chat.raw, "image_config");
  const ratio = textAt(config, "aspect_ratio");
  const resolution = textAt(config, "image_size");
  const reference = asked?.attachments.map((part) => textAt(objectAt(part, "image_url"), "url")).find((url) => url !== undefined);
  const backdrop = readReference(reference);
  const png = await sandbox.studio.make({
    kind: "image",
    prompt: asked?.text ?? "",
    seed: sandbox.options.seed + (numberAt(chat.raw, "seed") ?? 0),
    ...imageSize(
      { ...(ratio === undefined ? {} : { ratio }), ...(resolution === undefined ? {} : { resolution }) },
      sandbox.options.imageScale,
    ),
    ...(backdrop === undefined ? {} : { backdrop }),
  });
  const talks = chat.model.row.architecture.output_modalities.includes("text");
  const text = talks ? "Here is a landscape in the colours of your words. No model has painted it." : "";
  return { ...reply, text, calls: [], images: [`data:image/png;base64,${Buffer.from(png).toString("base64")}`], finish: "stop" };
}

async function addAudio(chat: ChatRequest, reply: Reply, sandbox: SandboxContext): Promise<Reply> {
  const raw = chat.audioFormat === "mp3" ? "mp3" : "pcm";
  const asked = chat.turns.findLast((turn) => turn.role === "user")?.text ?? "";
  const musical = chat.model.row.id.includes("lyria") || chat.model.row.id === "sandbox/composer";
  const seconds = numberAt(objectsAt(chat.raw, "plugins")[0] ?? {}, "seconds") ?? TUNE_SECONDS;
  const sound = await sandbox.studio.make(
    musical
      ? { kind: "tune", prompt: asked, seed: sandbox.options.seed, seconds, format: raw }
      : { kind: "speech", text: reply.text, voice: chat.audioVoice, speed: 1, format: raw },
  );
  const data = Buffer.from(chat.audioFormat === "wav" ? pcmToWav(sound) : sound).toString("base64");
  const transcript = musical ? "A short tune made by rules, not by a model." : reply.text;
  return { ...reply, text: musical ? transcript : "", audio: { id: makeAudioId(), data, transcript } };
}
