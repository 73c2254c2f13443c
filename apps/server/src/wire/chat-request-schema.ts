import * as z from "zod";

// What the server reads of a chat request; what it does not know passes untouched (SRV-1). `null` means "not set", as OpenAI's clients send it.

const text = z.string();
const object = z.record(z.string(), z.unknown());
const cacheControl = z.looseObject({ type: text, ttl: z.enum(["5m", "1h"]).optional() });

const textPart = z.looseObject({ type: z.literal("text"), text, cache_control: cacheControl.nullish() });
const imagePart = z.looseObject({
  type: z.literal("image_url"),
  image_url: z.union([text, z.looseObject({ url: text, detail: z.enum(["auto", "low", "high", "original"]).nullish() })]),
});
const audioPart = z.looseObject({ type: z.literal("input_audio"), input_audio: z.looseObject({ data: text, format: text }) });
const videoPart = z.looseObject({ type: z.enum(["video_url", "input_video"]), video_url: z.looseObject({ url: text }) });
const filePart = z.looseObject({
  type: z.literal("file"),
  file: z.looseObject({ filename: text.nullish(), file_data: text.nullish(), file_id: text.nullish() }),
});
const refusalPart = z.looseObject({ type: z.literal("refusal"), refusal: text });

const userPart = z.discriminatedUnion("type", [textPart, imagePart, audioPart, videoPart, filePart]);

const toolCall = z.looseObject({
  id: text,
  type: z.literal("function").nullish(),
  function: z.looseObject({ name: text, arguments: text.nullish() }),
});

const messageSchema = z.discriminatedUnion("role", [
  z.looseObject({ role: z.enum(["system", "developer"]), content: z.union([text, z.array(textPart)]) }),
  z.looseObject({ role: z.literal("user"), content: z.union([text, z.array(userPart).min(1)]), name: text.nullish() }),
  z.looseObject({
    role: z.literal("assistant"),
    content: z.union([text, z.array(z.discriminatedUnion("type", [textPart, refusalPart]))]).nullish(),
    reasoning: text.nullish(),
    reasoning_content: text.nullish(),
    reasoning_details: z.array(object).nullish(),
    tool_calls: z.array(toolCall).nullish(),
    refusal: text.nullish(),
    images: z.array(z.looseObject({ image_url: z.looseObject({ url: text }) })).nullish(),
    audio: z.looseObject({ id: text.nullish() }).nullish(),
    annotations: z.array(object).nullish(),
    model: text.nullish(),
  }),
  z.looseObject({
    role: z.literal("tool"),
    tool_call_id: text,
    content: z.union([text, z.array(z.discriminatedUnion("type", [textPart, imagePart]))]),
  }),
]);

const functionTool = z.looseObject({
  type: z.literal("function"),
  function: z.looseObject({ name: text, description: text.nullish(), parameters: object.nullish(), strict: z.boolean().nullish() }),
  cache_control: cacheControl.nullish(),
});

const count = z.number().int();

export const chatRequestSchema = z.looseObject({
  messages: z.array(messageSchema).min(1),
  model: text.nullish(),
  models: z.array(text).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: count.min(1).nullish(),
  max_completion_tokens: count.min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: count.min(0).nullish(),
  min_p: z.number().min(0).max(1).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  repetition_penalty: z.number().min(0).max(2).nullish(),
  seed: count.nullish(),
  stop: z.union([text, z.array(text).max(4)]).nullish(),
  n: count.min(1).max(1, "one answer at a time is given; send several requests for several").nullish(),
  tools: z.array(z.union([functionTool, z.looseObject({ type: text })])).nullish(),
  tool_choice: z.union([z.enum(["none", "auto", "required"]), z.looseObject({ type: text })]).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: z.looseObject({ type: text }).nullish(),
  reasoning: z
    .looseObject({ effort: text.nullish(), max_tokens: count.nullish(), exclude: z.boolean().nullish(), enabled: z.boolean().nullish() })
    .nullish(),
  reasoning_effort: text.nullish(),
  include_reasoning: z.boolean().nullish(),
  modalities: z.array(z.enum(["text", "image", "audio"])).nullish(),
  audio: z.looseObject({ voice: z.unknown(), format: text }).nullish(),
  image_config: object.nullish(),
  plugins: z.array(object).nullish(),
  provider: object.nullish(),
  session_id: text.max(256).nullish(),
});

export type ChatRequestWire = z.infer<typeof chatRequestSchema>;
export type MessageWire = z.infer<typeof messageSchema>;
export type UserPartWire = z.infer<typeof userPart>;
export type FunctionToolWire = z.infer<typeof functionTool>;
