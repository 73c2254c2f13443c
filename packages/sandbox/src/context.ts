import type { GenerationStore } from "./account/generation-store.js";
import type { SpokenMemory } from "./audio/spoken-memory.js";
import type { PromptCache } from "./chat/prompt-cache.js";
import type { ResponseCache } from "./chat/response-cache.js";
import type { IssuedCalls } from "./chat/family/issued-calls.js";
import type { FaultStore } from "./faults/fault-store.js";
import type { MediaStudio } from "./media/media-studio.js";
import type { ResolvedOptions } from "./options.js";
import type { JobStore } from "./videos/job-store.js";

/** What the handlers of one sandbox share. All of it lives in memory and goes with it. */
export interface SandboxContext {
  readonly options: ResolvedOptions;
  /** Set once the server listens: `http://127.0.0.1:PORT`. */
  url: string;
  readonly faults: FaultStore;
  readonly generations: GenerationStore;
  readonly promptCache: PromptCache;
  readonly responseCache: ResponseCache;
  readonly issuedCalls: IssuedCalls;
  readonly spoken: SpokenMemory;
  readonly jobs: JobStore;
  readonly studio: MediaStudio;
  /** USD spent so far by all keys. */
  spentUsd: number;
}
