import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSandbox, type Sandbox, type SandboxOptions } from "@openclaw/sandbox";
import { createFetchTransport, type Transport } from "@openclaw/core";
import { tempDir } from "@openclaw/testing";
import { onTestFinished } from "vitest";
import type { Limits } from "../settings/limits.js";
import { serve, type Serving } from "../serve.js";

const toSandbox = createFetchTransport();
const KEY = "sk-or-v1-planted-upstream-key-0123456789";

export interface TestServer {
  readonly url: string;
  readonly sandbox: Sandbox;
  readonly serving: Serving;
  readonly configPath: string;
  /** Everything that was logged, flushed. */
  readonly logs: () => string;
  readonly writeConfig: (config: object | string) => Promise<void>;
  readonly post: (path: string, body: unknown, init?: RequestInit) => Promise<Response>;
  readonly get: (path: string, init?: RequestInit) => Promise<Response>;
}

export interface TestServerOptions {
  readonly config?: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly sandbox?: SandboxOptions;
  readonly limits?: Partial<Limits>;
  readonly logPrompts?: boolean;
  readonly sessionsByUser?: boolean;
  readonly baseUrl?: string;
  /** The sandbox stands in for OpenRouter under OpenRouter's own name, where more is done than for a custom base URL. */
  readonly verified?: boolean;
  /** Told of the path of each reply whose headers have come; with `verified`. */
  readonly onReply?: (url: string) => void;
}

const OPENROUTER = "https://openrouter.ai/api/v1";

/** A server on a free port over a real sandbox, both ended with the test. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const sandbox = await createSandbox({ tokensPerSecond: Infinity, media: "in-process", imageScale: 0.1, generationDelayMs: 0, ...options.sandbox });
  const stateDir = await tempDir();
  await mkdir(stateDir, { recursive: true });
  const configPath = join(stateDir, "openclaw.json");
  const writeConfig = (config: object | string): Promise<void> => writeFile(configPath, typeof config === "string" ? config : JSON.stringify(config));
  if (options.config !== undefined) await writeConfig(options.config);
  let lines = "";
  const serving = await serve({
    configOptions: {
      env: { OPENCLAW_STATE_DIR: stateDir, OPENROUTER_API_KEY: KEY, OPENROUTER_BASE_URL: options.baseUrl ?? (options.verified === true ? OPENROUTER : sandbox.baseUrl), ...options.env },
      cwd: stateDir,
    },
    port: 0,
    ...(options.verified === true ? { transport: toVerified(sandbox, options.onReply) } : {}),
    write: (text) => {
      lines += text;
    },
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.sessionsByUser === undefined ? {} : { sessionsByUser: options.sessionsByUser }),
    ...(options.logPrompts === undefined ? {} : { logPrompts: options.logPrompts }),
  });
  onTestFinished(async () => {
    await serving.close();
    await sandbox.close();
  });
  return {
    url: serving.url,
    sandbox,
    serving,
    configPath,
    logs: () => {
      serving.logger.flush();
      return lines;
    },
    writeConfig,
    post: (path, body, init = {}) =>
      fetch(`${serving.url}${path}`, {
        method: "POST",
        body: typeof body === "string" ? body : JSON.stringify(body),
        ...init,
        headers: { "content-type": "application/json", ...(init.headers as Record<string, string>) },
      }),
    get: (path, init) => fetch(`${serving.url}${path}`, init),
  };
}

function toVerified(sandbox: Sandbox, onReply: (url: string) => void = () => undefined): Transport {
  return async (request) => {
    const reply = await toSandbox({ ...request, url: request.url.replace(OPENROUTER, sandbox.baseUrl) });
    onReply(request.url);
    return reply;
  };
}

/** The data of each event of a stream. */
export async function readEvents(response: Response): Promise<string[]> {
  const text = await response.text();
  return text.split("\n\n").filter((frame) => frame.startsWith("data: ")).map((frame) => frame.slice(6));
}
