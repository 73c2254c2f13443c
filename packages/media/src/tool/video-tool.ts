import type { JsonObject } from "@openclaw/core";
import { readObject } from "@openclaw/core/internal";
import { given } from "../given.js";
import { generateVideo, type GenerateVideoOptions } from "../video/generate.js";
import type { VideoJob } from "../video/video-job.js";
import type { VideoImage, VideoImageRole, VideoRequest } from "../video/video-request.js";
import { deliverMedia, toJson } from "./deliver.js";
import { createDuplicateGuard } from "./duplicate-guard.js";
import type { DeliveredFile, MediaTool, MediaToolContext } from "./media-tool.js";
import { listReferences, loadReference, readToolArguments, refusedArgument, type ToolArguments } from "./read-arguments.js";

const RATIOS = ["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "adaptive"] as const;
const RESOLUTIONS = ["480P", "720P", "768P", "1080P"] as const;
const ROLES = ["first_frame", "last_frame", "reference_image"] as const;
const MAX_REFERENCES = 9;

const TEXT: JsonObject = { type: "string" };
const TEXTS: JsonObject = { type: "array", items: { type: "string" } };
const PROPERTIES: Readonly<Record<string, JsonObject>> = {
  action: {
    type: "string",
    enum: ["generate", "status", "list"],
    description: "generate (default); status of what is in the making; list the models",
  },
  prompt: { type: "string", description: "What happens in the video" },
  image: { type: "string", description: "The first frame: path, file://, data: or http(s) URL" },
  images: { ...TEXTS, description: `Several pictures, at most ${MAX_REFERENCES}: first frame, last frame, references` },
  imageRoles: { ...TEXTS, description: `By position, one of ${ROLES.join(", ")}; an empty string leaves it open` },
  video: { ...TEXT, description: "Not supported: there is no video-to-video" },
  videos: { ...TEXTS, description: "Not supported" },
  aspectRatio: { type: "string", enum: RATIOS },
  resolution: { type: "string", enum: RESOLUTIONS },
  durationSeconds: { type: "number", description: "Moved to the nearest length that the model makes" },
  size: { ...TEXT, description: "Pixels, such as 1280x720" },
  audio: { type: "boolean", description: "With sound" },
  watermark: { type: "boolean", description: "Ignored: never sent" },
  model: { type: "string", description: "Another model than the configured one; no fallback is tried then" },
  filename: { type: "string", description: "A plain file name to save under" },
  timeoutMs: { type: "integer", minimum: 1 },
  providerOptions: { type: "object", description: "seed (number) and callback_url (string)" },
};

/** A video that is made and lies somewhere. */
export interface MadeVideo {
  readonly job: VideoJob;
  readonly delivered: readonly DeliveredFile[];
}

export interface VideoToolContext extends MediaToolContext {
  /** Makes and delivers the video; `createVideoMaker` of `./node` makes one that survives a crash. Default: `generateVideo`, then `deliver`. */
  readonly makeVideo?:
    | ((request: VideoRequest, options: GenerateVideoOptions & { readonly filename?: string | undefined }) => Promise<MadeVideo>)
    | undefined;
  readonly pollIntervalMs?: number | undefined;
  readonly onProgress?: GenerateVideoOptions["onProgress"];
}

/** The tool `video_generate` (VID-1, CHAT-11; with OpenClaw's parameters and texts). */
export function createVideoTool(context: VideoToolContext): MediaTool {
  const guard = createDuplicateGuard("video", { windowMs: context.duplicateWindowMs, clock: context.clock });
  return {
    name: "video_generate",
    description:
      "Generates a short video from a description and, if wanted, pictures. It takes minutes and costs money: call it once per wish.",
    inputSchema: { type: "object", properties: PROPERTIES, required: ["prompt"], additionalProperties: false },
    async execute(input, call = {}) {
      const args = readToolArguments(input, Object.keys(PROPERTIES));
      const action = args.text("action") ?? "generate";
      if (action === "list")
        return { text: (await context.describeModels?.("video")) ?? "No list of models is at hand.", details: {}, files: [] };
      if (action === "status") return { text: guard.status(), details: {}, files: [] };
      if (action !== "generate") throw refusedArgument('action must be "generate", "status" or "list"');
      if (args.text("video") !== undefined || args.texts("videos").length > 0) {
        throw refusedArgument("openrouter does not support video-to-video reference inputs.");
      }
      const references = listReferences(args, MAX_REFERENCES);
      const prompt = args.text("prompt");
      if (prompt === undefined && references.length === 0) throw refusedArgument("prompt required");
      const roles = readRoles(args, references.length);
      const wishes = given({
        prompt,
        aspectRatio: args.choice("aspectRatio", RATIOS),
        resolution: args.choice("resolution", RESOLUTIONS),
        durationSeconds: args.number("durationSeconds"),
        size: args.text("size"),
        audio: args.flag("audio"),
        providerOptions: readProviderOptions(input),
      });
      const model = args.text("model");
      const timeoutMs = args.number("timeoutMs");
      return guard.run(JSON.stringify([references, roles, model ?? "", wishes]), async () => {
        const target = await context.resolveTargets("video", model);
        const images = await Promise.all(
          references.map(async (reference, index): Promise<VideoImage> => ({
            image: await loadReference(reference, context),
            role: roles[index],
          })),
        );
        const request = { target, images, ...wishes };
        const filename = args.text("filename");
        const options = { ...context, signal: call.signal ?? context.signal, timeoutMs: timeoutMs ?? context.timeoutMs };
        const { makeVideo } = context;
        if (makeVideo !== undefined) {
          const { job, delivered } = await makeVideo(request, { ...options, filename });
          const files = delivered.map(({ mediaType = "video/mp4" }) => ({ mediaType }));
          return deliverMedia(files, { deliver: () => Promise.resolve(delivered) }, { ...aboutJob(job), filename });
        }
        const { file, job } = await generateVideo(request, options);
        return deliverMedia([file], context, { ...aboutJob(job), filename });
      });
    },
  };
}

function aboutJob(job: VideoJob): Pick<Parameters<typeof deliverMedia>[2], "kind" | "model" | "warnings" | "details"> {
  return {
    kind: "video",
    model: job.model,
    warnings: job.warnings ?? [],
    details: {
      ...given({ costUsd: job.costUsd }),
      normalization: toJson(job.normalization ?? {}),
      ignoredOverrides: toJson(job.ignoredOverrides ?? []),
      metadata: toJson({ jobId: job.id, status: job.status, generationId: job.generationId }),
    },
  };
}

/** By position; an empty string leaves the place to the order. */
function readRoles(args: ToolArguments, images: number): readonly (VideoImageRole | undefined)[] {
  const roles = args.texts("imageRoles");
  if (roles.length > images) {
    throw refusedArgument(
      `imageRoles has ${roles.length} entries but only ${images} reference image${images === 1 ? "" : "s"} were given.`,
    );
  }
  return roles.map((text) => {
    const role = ROLES.find((known) => known === text.trim());
    if (role === undefined && text.trim() !== "")
      throw refusedArgument(`imageRoles must be one of ${ROLES.join(", ")}, or an empty string`);
    return role;
  });
}

function readProviderOptions(input: unknown): JsonObject | undefined {
  const value = readObject(input)?.["providerOptions"];
  if (value === undefined || value === null) return undefined;
  const options = readObject(value);
  if (options === undefined) throw refusedArgument("providerOptions must be a JSON object keyed by provider-specific option name.");
  return options as JsonObject;
}
