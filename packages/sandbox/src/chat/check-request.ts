import { wrongEndpoint } from "../errors/model-not-found.js";
import { Refusal } from "../errors/refusal.js";
import type { ChatRequest } from "./chat-request.js";

const RIGHT_ENDPOINTS: [modality: string, endpoint: string][] = [
  ["speech", "/api/v1/audio/speech"],
  ["transcription", "/api/v1/audio/transcriptions"],
  ["embeddings", "/api/v1/embeddings"],
  ["rerank", "/api/v1/rerank"],
  ["video", "/api/v1/videos"],
];
const PART_MODALITIES: Record<string, string> = {
  image_url: "image",
  input_audio: "audio",
  video_url: "video",
  input_video: "video",
};

/** Refuses what the model's row says it cannot do, as the router does when no endpoint is left. */
export function checkRequest(chat: ChatRequest): void {
  const { row } = chat.model;
  const output = row.architecture.output_modalities;
  const right = RIGHT_ENDPOINTS.find(([modality]) => output.includes(modality));
  if (right !== undefined && !output.includes("text")) throw wrongEndpoint(chat.requestedId, right[1]);
  if (chat.tools.length > 0 && !row.supported_parameters.includes("tools")) noEndpoint("support tool use");
  const modalities = Array.isArray(chat.raw["modalities"]) ? (chat.raw["modalities"] as unknown[]) : [];
  if (modalities.some((modality) => !output.includes(String(modality))))
    noEndpoint(`support the requested output modalities: ${modalities.join(", ")}`);
  for (const turn of chat.turns) {
    for (const part of turn.attachments) {
      const modality = PART_MODALITIES[String(part["type"])];
      if (modality !== undefined && !row.architecture.input_modalities.includes(modality)) noEndpoint(`support ${modality} input`);
    }
  }
  if (chat.wantsAudio && !chat.stream) throw new Refusal(400, "Audio output requires stream: true");
}

function noEndpoint(what: string): never {
  throw new Refusal(
    404,
    `No endpoints found that ${what}. To learn more about provider routing, visit: https://openrouter.ai/docs/guides/routing/provider-selection`,
  );
}

/** Refuses a prompt that does not fit the model's context together with the room asked for the answer. */
export function checkContext(chat: ChatRequest, promptTokens: number, toolTokens: number): void {
  const limit = chat.model.row.context_length;
  const wanted = promptTokens + (chat.maxTokens ?? 0);
  if (limit === null || wanted <= limit) return;
  throw contextOverflow({ limit, wanted, text: promptTokens - toolTokens, tools: toolTokens, output: chat.maxTokens ?? 0 });
}

export function contextOverflow(size: { limit: number; wanted: number; text: number; tools: number; output: number }): Refusal {
  return new Refusal(
    400,
    `This endpoint's maximum context length is ${size.limit} tokens. However, you requested about ${size.wanted} tokens (${size.text} of text input, ${size.tools} of tool input, ${size.output} in the output). Please reduce the length of either one, or use the context-compression plugin to compress your prompt automatically.`,
    { errorType: "context_length_exceeded", metadata: { provider_name: null } },
  );
}
