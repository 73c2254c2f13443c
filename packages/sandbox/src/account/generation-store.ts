/** What is remembered of a finished generation, for `GET /generation`. */
export interface GenerationRecord {
  id: string;
  model: string;
  apiType: "completions" | "embeddings" | "rerank" | "tts" | "stt" | "video" | "image";
  createdAt: number;
  finishedAt: number;
  streamed: boolean;
  cancelled: boolean;
  finishReason: string | null;
  nativeFinishReason: string | null;
  promptTokens: number;
  completionTokens: number;
  reasoningTokens: number;
  cachedTokens: number;
  costUsd: number;
  router?: string;
  sessionId?: string;
  userAgent?: string;
  referer?: string;
  cacheSourceId?: string;
  /** The prompt, or the messages. */
  input?: string | readonly unknown[];
  output?: string;
  reasoning?: string;
}

export interface GenerationStore {
  add: (record: GenerationRecord) => void;
  find: (id: string) => GenerationRecord | undefined;
  count: () => number;
}

const LIMIT = 2000;

/** Keeps the last 2000 generations. */
export function createGenerationStore(): GenerationStore {
  const records = new Map<string, GenerationRecord>();
  return {
    add: (record) => {
      records.set(record.id, record);
      const oldest = records.size > LIMIT ? records.keys().next().value : undefined;
      if (oldest !== undefined) records.delete(oldest);
    },
    find: (id) => records.get(id),
    count: () => records.size,
  };
}
