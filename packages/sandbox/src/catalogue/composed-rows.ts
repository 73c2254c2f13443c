import { composeRow } from "./compose-row.js";
import type { ModelRowWire } from "./model-row.js";

const NOTE = "Row composed for the sandbox: the id is real, numbers are examples.";
const ROUTER_PRICES = { prompt: "-1", completion: "-1" };
const KOKORO_VOICES =
  "af_alloy af_aoede af_bella af_heart af_jessica af_kore af_nicole af_nova af_river af_sarah af_sky am_adam am_echo am_eric am_fenrir am_liam am_michael am_onyx am_puck bf_alice bf_emma bf_isabella bf_lily bm_daniel bm_fable bm_george bm_lewis";
const OPENAI_VOICES = "alloy ash ballad coral echo fable onyx nova sage shimmer verse";

function router(slug: string, name: string, free = false): ModelRowWire {
  return composeRow({
    id: `openrouter/${slug}`,
    name,
    description: `${NOTE} A router: it chooses the model.`,
    input: ["text", "image", "audio", "file", "video"],
    output: slug === "auto" ? ["text", "image"] : ["text"],
    context: 2_000_000,
    maxCompletion: null,
    ...(free ? {} : { pricing: ROUTER_PRICES }),
  });
}

function imageOnly(id: string, name: string, perImage: string): ModelRowWire {
  return composeRow({
    id,
    name,
    description: `${NOTE} Pictures only.`,
    input: ["text", "image"],
    output: ["image"],
    context: 46_864,
    maxCompletion: null,
    pricing: { image_output: perImage },
    parameters: ["seed"],
  });
}

function speech(id: string, name: string, prompt: string, voices: string): ModelRowWire {
  return composeRow({
    id,
    name,
    description: `${NOTE} Text to speech, priced by input character.`,
    output: ["speech"],
    context: 4096,
    maxCompletion: null,
    pricing: { prompt },
    parameters: [],
    voices: voices.split(" "),
  });
}

function hearing(id: string, name: string, prompt: string): ModelRowWire {
  return composeRow({
    id,
    name,
    description: `${NOTE} Speech to text.`,
    input: ["audio"],
    output: ["transcription"],
    context: null,
    maxCompletion: null,
    pricing: { prompt },
    parameters: [],
  });
}

function vectors(id: string, name: string, prompt: string, context: number): ModelRowWire {
  return composeRow({
    id,
    name,
    description: `${NOTE} Embeddings.`,
    output: ["embeddings"],
    context,
    maxCompletion: null,
    pricing: { prompt },
    parameters: [],
  });
}

/** Real ids that the bundled snapshot lacks: routers, and the modalities that `GET /models` hides by default. */
export const COMPOSED_ROWS: readonly ModelRowWire[] = [
  router("auto", "Auto Router"),
  router("free", "Free Models Router", true),
  router("fusion", "Fusion"),
  router("pareto-code", "Pareto Code Router"),
  imageOnly("black-forest-labs/flux.2-pro", "Black Forest Labs: FLUX.2 Pro", "0.00000731"),
  imageOnly("black-forest-labs/flux.2-klein-4b", "Black Forest Labs: FLUX.2 Klein 4B", "0.00000342"),
  imageOnly("bytedance-seed/seedream-4.5", "ByteDance Seed: Seedream 4.5", "0.00000958"),
  imageOnly("sourceful/riverflow-v2-fast", "Sourceful: Riverflow V2 Fast", "0.00000479"),
  imageOnly("recraft/recraft-v4", "Recraft: Recraft V4", "0.00000958"),
  speech("hexgrad/kokoro-82m", "Kokoro 82M", "0.00000062", KOKORO_VOICES),
  speech("openai/gpt-4o-mini-tts-2025-12-15", "OpenAI: GPT-4o Mini TTS", "0.0000006", OPENAI_VOICES),
  speech(
    "google/gemini-3.1-flash-tts-preview",
    "Google: Gemini 3.1 Flash TTS",
    "0.000001",
    "Zephyr Puck Charon Kore Fenrir Leda Orus Aoede",
  ),
  speech("elevenlabs/eleven-turbo-v2", "ElevenLabs: Eleven Turbo v2", "0.00005", "Rachel Adam Bella Antoni"),
  speech("mistralai/voxtral-mini-tts-2603", "Mistral: Voxtral Mini TTS", "0.000016", "en_paul_neutral en_jane_neutral"),
  hearing("openai/whisper-large-v3", "OpenAI: Whisper Large V3", "0.0000003"),
  hearing("openai/whisper-large-v3-turbo", "OpenAI: Whisper Large V3 Turbo", "0.0000001"),
  hearing("openai/gpt-4o-mini-transcribe", "OpenAI: GPT-4o Mini Transcribe", "0.00000125"),
  vectors("openai/text-embedding-3-small", "OpenAI: Text Embedding 3 Small", "0.00000002", 8192),
  vectors("openai/text-embedding-3-large", "OpenAI: Text Embedding 3 Large", "0.00000013", 8192),
  vectors("qwen/qwen3-embedding-8b", "Qwen: Qwen3 Embedding 8B", "0.00000001", 32_000),
  vectors("google/gemini-embedding-001", "Google: Gemini Embedding 001", "0.00000015", 20_000),
  composeRow({
    id: "cohere/rerank-v3.5",
    name: "Cohere: Rerank v3.5",
    description: `${NOTE} Reranking.`,
    output: ["rerank"],
    context: 4096,
    maxCompletion: null,
    pricing: { request: "0.001" },
    parameters: [],
  }),
];
