import * as z from "zod";

const flag = z.union([z.boolean(), z.stringbool()]);
const picture = z.looseObject({ type: z.literal("image_url").nullish(), image_url: z.looseObject({ url: z.string().min(1) }) });

/** The body of `/v1/videos`, as JSON or as the texts of a form; what OpenAI's has no field for goes by OpenRouter's name. */
export const openAiVideoSchema = z.looseObject({
  prompt: z.string().min(1),
  model: z.string().nullish(),
  models: z.array(z.string()).nullish(),
  seconds: z.coerce.number().positive().nullish(),
  size: z.string().nullish(),
  input_reference: z
    .union([z.string().min(1), z.looseObject({ image_url: z.string().min(1) })], "a picture is given as a file, or as {image_url}")
    .nullish(),
  resolution: z.string().nullish(),
  aspect_ratio: z.string().nullish(),
  generate_audio: flag.nullish(),
  seed: z.coerce.number().int().nullish(),
  callback_url: z.string().nullish(),
  strict: flag.nullish(),
  user: z.string().nullish(),
});

/** The body of `/api/v1/videos`. */
export const openRouterVideoSchema = z.looseObject({
  model: z.string().nullish(),
  models: z.array(z.string()).nullish(),
  prompt: z.string().nullish(),
  duration: z.number().int().min(1).nullish(),
  resolution: z.string().nullish(),
  aspect_ratio: z.string().nullish(),
  size: z.string().nullish(),
  frame_images: z.array(picture.extend({ frame_type: z.enum(["first_frame", "last_frame"]).nullish() })).nullish(),
  input_references: z.array(z.union([picture, z.looseObject({ type: z.enum(["audio_url", "video_url"]) })])).nullish(),
  generate_audio: z.boolean().nullish(),
  seed: z.number().int().nullish(),
  callback_url: z.string().nullish(),
  provider: z.record(z.string(), z.unknown()).nullish(),
  user: z.string().nullish(),
  creativity: z.null("upscaling is not served here").optional(),
  upscale_factor: z.null("upscaling is not served here").optional(),
  previous_job_id: z.null("a video is not continued here").optional(),
});

export type OpenAiVideoWire = z.infer<typeof openAiVideoSchema>;
export type OpenRouterVideoWire = z.infer<typeof openRouterVideoSchema>;
