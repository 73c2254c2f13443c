import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { build } from "vite";
import { buildServer } from "../../../src/__fixtures__/build-server.js";

/** Builds the server and the page as they are shipped. @returns the server's program */
export async function buildAll(folder: string): Promise<string> {
  const [program] = await Promise.all([
    buildServer(folder),
    build({
      configFile: fileURLToPath(new URL("../../vite.config.ts", import.meta.url)),
      logLevel: "error",
      build: { outDir: join(folder, "web"), emptyOutDir: true },
    }),
  ]);
  return program;
}

/** A real server, as a process of its own, over a real sandbox; it can be killed and started again on the same port. */
export class PageServer {
  readonly sandbox: Sandbox;
  readonly url: string;
  readonly #options: PageServerOptions;
  readonly #port: number;
  #child: ChildProcess | undefined;

  private constructor(options: PageServerOptions, sandbox: Sandbox, port: number) {
    this.#options = options;
    this.sandbox = sandbox;
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(options: PageServerOptions): Promise<PageServer> {
    const sandbox = await createSandbox({
      tokensPerSecond: 240,
      imageScale: 0.15,
      videoScale: options.videoScale ?? 0.2,
      videoFramesPerSecond: 8,
      generationDelayMs: 0,
    });
    const server = new PageServer(options, sandbox, await freePort());
    await server.start();
    return server;
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  /** Settles when the port answers. */
  async start(): Promise<void> {
    const { program, stateDir, token, logPrompts = false, withoutKey = false } = this.#options;
    const child = spawn(
      process.execPath,
      ["--no-warnings", program, "--port", String(this.#port), ...(logPrompts ? ["--log-prompts"] : [])],
      {
        env: {
          PATH: process.env["PATH"] ?? "",
          OPENCLAW_STATE_DIR: stateDir,
          ...(withoutKey ? {} : { OPENROUTER_API_KEY: "sk-or-v1-page-tests" }),
          OPENROUTER_BASE_URL: this.sandbox.baseUrl,
          OPENCLAW_POLL_INTERVAL_MS: "150",
          // What a killed server held is free soon.
          OPENCLAW_SERVER_LEASE_MS: "1500",
          ...(token === undefined ? {} : { OPENCLAW_GATEWAY_TOKEN: token }),
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    this.#child = child;
    let output = "";
    await new Promise<void>((resolve, reject) => {
      const listen = (chunk: Buffer): void => {
        output += chunk.toString();
        if (output.includes('"listening"')) resolve();
      };
      child.stdout.on("data", listen);
      child.stderr.on("data", listen);
      child.once("exit", (code) => reject(new Error(`The server ended with ${String(code)}:\n${output}`)));
    });
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  async close(): Promise<void> {
    await this.kill();
    await this.sandbox.close();
  }
}

export interface PageServerOptions {
  readonly program: string;
  readonly stateDir: string;
  readonly token?: string;
  readonly logPrompts?: boolean;
  /** Of the whole size of a clip. Default 0.2: small ones are made quickly. */
  readonly videoScale?: number;
  /** As on the machine of somebody who has just installed it. */
  readonly withoutKey?: boolean;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
