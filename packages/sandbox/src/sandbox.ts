import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createGenerationStore } from "./account/generation-store.js";
import { createSpokenMemory } from "./audio/spoken-memory.js";
import { createIssuedCalls } from "./chat/family/issued-calls.js";
import { createPromptCache } from "./chat/prompt-cache.js";
import { createResponseCache } from "./chat/response-cache.js";
import type { SandboxContext } from "./context.js";
import { createFaultStore, type FaultRule } from "./faults/fault-store.js";
import { handleRequest } from "./http/handle-request.js";
import { openrouterFetch, type SandboxFetch } from "./http/openrouter-fetch.js";
import { createJournal, type RecordedRequest } from "./http/journal.js";
import { createMediaStudio } from "./media/media-studio.js";
import { resolveOptions, type SandboxOptions } from "./options.js";
import { createJobStore } from "./videos/job-store.js";

const KEEP_ALIVE_MS = 65_000;

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `url` with `/api/v1`: what clients call their base URL. */
  readonly baseUrl: string;
  readonly port: number;
  /** A `fetch` that has `https://openrouter.ai` answered by this sandbox, and refuses every other address. */
  readonly fetch: SandboxFetch;
  /** What was asked so far, oldest first; bounded by `journalLimit`. */
  readonly requests: readonly RecordedRequest[];
  /** USD that all answers so far would have cost. */
  readonly spentUsd: number;
  /** Adds a fault for the requests it matches; several may stand side by side, the first that fits wins. */
  setFault: (rule: FaultRule) => void;
  /** Removes all faults and their counters. */
  clearFaults: () => void;
  /** Ends all connections, the worker and the server. Safe to call twice. */
  close: () => Promise<void>;
  /** `close`, for `await using sandbox = await createSandbox()`. */
  [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Starts an OpenRouter-shaped server on loopback (SBX-1). No key, no network, no model: the parts are real, the answers are rules.
 * Rejects when the port is taken.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const resolved = resolveOptions(options);
  const journal = createJournal(resolved.journalLimit);
  const context: SandboxContext = {
    options: resolved,
    url: "",
    faults: createFaultStore(),
    generations: createGenerationStore(),
    promptCache: createPromptCache(),
    responseCache: createResponseCache(),
    issuedCalls: createIssuedCalls(),
    spoken: createSpokenMemory(),
    jobs: createJobStore(),
    studio: createMediaStudio(resolved.media),
    spentUsd: 0,
  };
  const server = createServer((request, response) => void handleRequest(request, response, context, journal));
  // Longer than clients keep their sockets, so that none is closed under a request.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(resolved.port, resolved.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  context.url = `http://${resolved.host.includes(":") ? `[${resolved.host}]` : resolved.host}:${port}`;
  let closing: Promise<void> | undefined;
  const shut = async (): Promise<void> => {
    const ended = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await Promise.all([ended, context.studio.close()]);
  };
  const close = (): Promise<void> => (closing ??= shut());
  return {
    url: context.url,
    baseUrl: `${context.url}/api/v1`,
    port,
    fetch: openrouterFetch(context.url),
    requests: journal.requests,
    get spentUsd() {
      return context.spentUsd;
    },
    setFault: (rule) => context.faults.add(rule),
    clearFaults: () => context.faults.clear(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
