import type { JsonObject } from "@openclaw/core";
import { given } from "../given.js";
import { IMAGE_ASPECT_RATIOS, IMAGE_RESOLUTIONS, MAX_IMAGES } from "../image/capabilities.js";
import { generateImages, type GenerateImagesOptions } from "../image/generate.js";
import type { ImageRequest, ImageResult } from "../image/image-request.js";
import { deliverMedia, toJson } from "./deliver.js";
import { createDuplicateGuard } from "./duplicate-guard.js";
import type { DeliveredFile, MediaTool, MediaToolContext } from "./media-tool.js";
import { listReferences, loadReference, readToolArguments, refusedArgument } from "./read-arguments.js";

const ACTIONS = ["generate", "list", "status"] as const;
const QUALITIES = ["low", "medium", "high", "auto"] as const;
const FORMATS = ["png", "jpeg", "webp"] as const;
const BACKGROUNDS = ["transparent", "opaque", "auto"] as const;
const MAX_REFERENCES = 5;

const PROPERTIES: Readonly<Record<string, JsonObject>> = {
  action: { type: "string", enum: ACTIONS, description: "generate (default); list the models; status of what is in the making" },
  prompt: { type: "string", description: "What the picture shows" },
  image: { type: "string", description: "A picture to edit or go by: path, file://, data: or http(s) URL" },
  images: { type: "array", items: { type: "string" }, description: `Several of them, at most ${MAX_REFERENCES}` },
  model: { type: "string", description: "Another model than the configured one; no fallback is tried then" },
  filename: { type: "string", description: "A plain file name to save under" },
  size: { type: "string", description: "Pixels, such as 1024x1024" },
  aspectRatio: { type: "string", enum: IMAGE_ASPECT_RATIOS },
  resolution: { type: "string", enum: IMAGE_RESOLUTIONS },
  quality: { type: "string", enum: QUALITIES },
  outputFormat: { type: "string", enum: FORMATS },
  background: { type: "string", enum: BACKGROUNDS },
  count: { type: "integer", minimum: 1, maximum: MAX_IMAGES },
  seed: { type: "integer" },
  timeoutMs: { type: "integer", minimum: 1 },
};

export interface ImageToolContext extends MediaToolContext {
  /** Makes and delivers the pictures; `createImageMaker` of `./node` makes them so that they survive a crash. Default: `generateImages`, then `deliver`. */
  readonly makeImages?:
    | ((
        request: ImageRequest,
        options: GenerateImagesOptions & { readonly filename?: string | undefined },
      ) => Promise<{ readonly result: Omit<ImageResult, "route">; readonly delivered: readonly DeliveredFile[] }>)
    | undefined;
}

/** The tool `image_generate` (IMG-1, CHAT-11; with OpenClaw's parameters and texts). */
export function createImageTool(context: ImageToolContext): MediaTool {
  const guard = createDuplicateGuard("image", { windowMs: context.duplicateWindowMs, clock: context.clock });
  return {
    name: "image_generate",
    description: "Generates pictures from a description, or edits given ones. It costs money: call it once per wish.",
    inputSchema: { type: "object", properties: PROPERTIES, required: ["prompt"], additionalProperties: false },
    async execute(input, call = {}) {
      const args = readToolArguments(input, Object.keys(PROPERTIES));
      const action = args.text("action") ?? "generate";
      if (action === "list")
        return { text: (await context.describeModels?.("image")) ?? "No list of models is at hand.", details: {}, files: [] };
      if (action === "status") return { text: guard.status(), details: {}, files: [] };
      if (action !== "generate") throw refusedArgument('action must be "generate", "list" or "status"');
      const prompt = args.text("prompt");
      if (prompt === undefined) throw refusedArgument("prompt required");
      const references = listReferences(args, MAX_REFERENCES);
      const wishes = given({
        count: args.number("count"),
        size: args.text("size"),
        aspectRatio: args.choice("aspectRatio", IMAGE_ASPECT_RATIOS),
        resolution: args.choice("resolution", IMAGE_RESOLUTIONS),
        quality: args.choice("quality", QUALITIES),
        outputFormat: args.choice("outputFormat", FORMATS),
        background: args.choice("background", BACKGROUNDS),
        seed: args.number("seed"),
      });
      const timeoutMs = args.number("timeoutMs");
      const model = args.text("model");
      return guard.run(JSON.stringify([prompt, references, model ?? "", wishes]), async () => {
        const target = await context.resolveTargets("image", model);
        const loaded = await Promise.all(references.map((reference) => loadReference(reference, context)));
        const request = { target, prompt, references: loaded, ...wishes, timeoutMs };
        const filename = args.text("filename");
        const options = { ...context, signal: call.signal ?? context.signal };
        const made = await context.makeImages?.(request, { ...options, filename });
        const result = made?.result ?? (await generateImages(request, options));
        const place = made === undefined ? context : { deliver: () => Promise.resolve(made.delivered) };
        return deliverMedia(result.images, place, {
          kind: "image",
          filename,
          model: result.model,
          warnings: result.warnings,
          details: {
            ...given({ costUsd: result.usage.costUsd }),
            normalization: toJson(result.normalization),
            ignoredOverrides: toJson(result.ignoredOverrides),
            attempts: toJson(result.attempts),
            revisedPrompts: result.images.map(({ revisedPrompt }) => revisedPrompt).filter((text) => text !== undefined),
          },
        });
      });
    },
  };
}
