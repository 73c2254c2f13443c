import { findModel, type FoundModel } from "../catalogue/find-model.js";
import { modelNotFound, wrongEndpoint } from "../errors/model-not-found.js";
import { Refusal } from "../errors/refusal.js";
import { isObject, numberAt, textAt } from "../wire/read-json.js";

export interface SpeechRequest {
  model: FoundModel;
  text: string;
  voice: string;
  format: "mp3" | "pcm";
  speed: number;
}

/** Reads the body of `POST /audio/speech`. The default format is PCM, as upstream. */
export function readSpeechRequest(body: unknown): SpeechRequest {
  if (!isObject(body)) throw new Refusal(400, "Invalid JSON body");
  const id = textAt(body, "model") ?? "";
  const model = findModel(id);
  if (model === undefined) throw modelNotFound(id);
  const fault = id.startsWith("sandbox/fault-");
  if (!fault && !model.row.architecture.output_modalities.includes("speech")) throw wrongEndpoint(id, "/api/v1/chat/completions");
  const text = textAt(body, "input") ?? "";
  if (text.trim() === "") throw new Refusal(400, "input: String must contain at least 1 character(s)");
  checkEnglish(text);
  const format = textAt(body, "response_format") ?? "pcm";
  if (format !== "mp3" && format !== "pcm") throw new Refusal(400, `response_format: Invalid option: expected one of "mp3"|"pcm"`);
  if (format === "mp3" && id.includes("gemini")) throw new Refusal(400, `${id} supports only the pcm response format`);
  return { model, text, format, voice: readVoice(textAt(body, "voice"), model, fault), speed: numberAt(body, "speed") ?? 1 };
}

function readVoice(voice: string | undefined, model: FoundModel, fault: boolean): string {
  if (fault) return voice ?? "kal16";
  const voices = model.row.supported_voices ?? [];
  if (voice === undefined || voice === "") {
    // The sandbox's own voice has a default; the real ones have not.
    if (model.row.id === "sandbox/voice") return "slt";
    throw new Refusal(400, "voice: Required");
  }
  if (!voices.includes(voice))
    throw new Refusal(400, `Voice "${voice}" is not supported by ${model.row.id}. Supported voices: ${voices.join(", ")}`);
  return voice;
}

/** Flite speaks English only; other scripts would come out as silence, so they are refused instead. */
function checkEnglish(text: string): void {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters === 0 && !/\d/.test(text)) throw new Refusal(400, "The sandbox voice found nothing to speak in this text.");
  if (latin < letters * 0.7) throw new Refusal(400, "The sandbox voice speaks English only; this text is in another script.");
}
