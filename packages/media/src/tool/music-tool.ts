import type { JsonObject } from "@openclaw/core";
import { given } from "../given.js";
import { generateMusic, type GenerateMusicOptions } from "../music/generate.js";
import type { MusicRequest, MusicResult } from "../music/music-request.js";
import { deliverMedia, toJson } from "./deliver.js";
import { createDuplicateGuard } from "./duplicate-guard.js";
import type { DeliveredFile, MediaTool, MediaToolContext } from "./media-tool.js";
import { listReferences, loadReference, readToolArguments, refusedArgument } from "./read-arguments.js";

const FORMATS = ["mp3", "wav"] as const;

const PROPERTIES: Readonly<Record<string, JsonObject>> = {
  action: {
    type: "string",
    enum: ["generate", "list", "status"],
    description: "generate (default); list the models; status of what is in the making",
  },
  prompt: { type: "string", description: "Style, mood, instruments" },
  lyrics: { type: "string", description: "The words to sing" },
  instrumental: { type: "boolean", description: "No voice at all" },
  durationSeconds: { type: "number", description: "About how long" },
  format: { type: "string", enum: FORMATS, description: "Default wav" },
  image: { type: "string", description: "A picture to set to music: path, file://, data: or http(s) URL" },
  images: { type: "array", items: { type: "string" }, description: "At most one" },
  model: { type: "string", description: "Another model than the configured one; no fallback is tried then" },
  filename: { type: "string", description: "A plain file name to save under" },
  timeoutMs: { type: "integer", minimum: 1 },
};

export interface MusicToolContext extends MediaToolContext {
  /** Makes and delivers the track; `createMusicMaker` of `./node` makes it so that it survives a crash. Default: `generateMusic`, then `deliver`. */
  readonly makeMusic?:
    | ((
        request: MusicRequest,
        options: GenerateMusicOptions & { readonly filename?: string | undefined },
      ) => Promise<{ readonly result: Omit<MusicResult, "file">; readonly delivered: readonly DeliveredFile[] }>)
    | undefined;
}

/** The tool `music_generate` (MUS-1, CHAT-11; with OpenClaw's parameters). */
export function createMusicTool(context: MusicToolContext): MediaTool {
  const guard = createDuplicateGuard("track", { windowMs: context.duplicateWindowMs, clock: context.clock });
  return {
    name: "music_generate",
    description: "Generates a piece of music from a description. It costs money: call it once per wish.",
    inputSchema: { type: "object", properties: PROPERTIES, required: ["prompt"], additionalProperties: false },
    async execute(input, call = {}) {
      const args = readToolArguments(input, Object.keys(PROPERTIES));
      const action = args.text("action") ?? "generate";
      if (action === "list")
        return { text: (await context.describeModels?.("music")) ?? "No list of models is at hand.", details: {}, files: [] };
      if (action === "status") return { text: guard.status(), details: {}, files: [] };
      if (action !== "generate") throw refusedArgument('action must be "generate", "list" or "status"');
      const prompt = args.text("prompt");
      if (prompt === undefined) throw refusedArgument("prompt required");
      const [reference] = listReferences(args, 1);
      const wishes = given({
        lyrics: args.text("lyrics"),
        instrumental: args.flag("instrumental"),
        durationSeconds: args.number("durationSeconds"),
        format: args.choice("format", FORMATS),
      });
      const model = args.text("model");
      const timeoutMs = args.number("timeoutMs");
      return guard.run(JSON.stringify([prompt, reference ?? "", model ?? "", wishes]), async () => {
        const target = await context.resolveTargets("music", model);
        const image = reference === undefined ? undefined : await loadReference(reference, context);
        const request = { target, prompt, image, ...wishes, timeoutMs };
        const filename = args.text("filename");
        const options = { ...context, signal: call.signal ?? context.signal };
        if (context.makeMusic !== undefined) {
          const { result, delivered } = await context.makeMusic(request, { ...options, filename });
          const files = delivered.map(({ mediaType = "audio/wav" }) => ({ mediaType }));
          return deliverMedia(files, { deliver: () => Promise.resolve(delivered) }, { ...aboutTrack(result), filename });
        }
        const result = await generateMusic(request, options);
        return deliverMedia([result.file], context, { ...aboutTrack(result), filename });
      });
    },
  };
}

function aboutTrack(
  result: Omit<MusicResult, "file">,
): Pick<Parameters<typeof deliverMedia>[2], "kind" | "model" | "warnings" | "details"> {
  const { model, warnings, costUsd, transcript, attempts } = result;
  return { kind: "music", model, warnings, details: { ...given({ costUsd, transcript }), attempts: toJson(attempts) } };
}
