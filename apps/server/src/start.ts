import cluster from "node:cluster";
import type { LoadConfigOptions } from "@openclaw/config/node";
import { ToolkitError } from "@openclaw/core";
import { readWorkerMessage } from "./live/worker-message.js";
import { createWorkerPeers } from "./live/worker-peers.js";
import { DEFAULT_LIMITS } from "./settings/limits.js";
import { createLogWriter } from "./log/log-writer.js";
import type { LogFields } from "./log/logger.js";
import type { Serving } from "./serve.js";
import { activeBytesOf, memoryOfEach } from "./settings/active-bytes.js";
import { checkDescriptors } from "./settings/check-descriptors.js";
import { type Arguments, HELP, parseArguments } from "./settings/parse-arguments.js";
import { readLimits } from "./settings/read-limits.js";
import { VERSION } from "./version.js";

/** Runs the server of a real process until it is told to end, and answers with its exit code. */
export async function start(process: NodeJS.Process): Promise<number> {
  const parsed = parseArguments(process.argv.slice(2));
  switch (parsed.kind) {
    case "help":
      process.stdout.write(HELP);
      return 0;
    case "version":
      process.stdout.write(`${VERSION}\n`);
      return 0;
    case "mistake":
      process.stderr.write(`openclaw-server: ${parsed.message}\n`);
      return 2;
    case "serve":
      if (parsed.given.workers > 1 && cluster.isPrimary) {
        const { runWorkers } = await import("./workers.js");
        return runWorkers(process, parsed.given.workers, { fewFiles: tooFewFiles(process) });
      }
      return run(process, parsed.given);
    case "import":
      return runImport(process, parsed.given);
  }
}

/** `--import-sqlite`: no server is started. */
async function runImport(process: NodeJS.Process, given: Arguments): Promise<number> {
  try {
    const { importKept } = await import("./state/import-kept.js");
    process.stdout.write(`${await importKept(configOptionsOf(process, given))}\n`);
    return 0;
  } catch (error) {
    return tellProblem(process, error);
  }
}

function configOptionsOf(process: NodeJS.Process, { config, profile }: Arguments): LoadConfigOptions {
  return {
    env: config === undefined ? process.env : { ...process.env, OPENCLAW_CONFIG_PATH: config },
    cwd: process.cwd(),
    ...(profile === undefined ? {} : { profile }),
  };
}

/** @returns the exit code. @throws what is no error of the toolkit */
function tellProblem({ stderr }: NodeJS.Process, error: unknown): number {
  if (!ToolkitError.isInstance(error)) throw error;
  stderr.write(`openclaw-server: ${error.message}${error.hint === undefined ? "" : `\n  ${error.hint}`}\n`);
  return 1;
}

function tooFewFiles({ env }: NodeJS.Process): LogFields | undefined {
  return checkDescriptors({ ...DEFAULT_LIMITS, ...readLimits(env) }.maxActive);
}

async function run(process: NodeJS.Process, given: Arguments): Promise<number> {
  // Heard before anything is opened: a signal during the start must neither be lost nor end the process half-way.
  const signals = createSignals(process);
  let serving: Serving | undefined;
  const ended = serveUntilTold(process, given, signals, (started) => (serving = started));
  // A second signal does not wait for anything: not for the drain, and not for a start that waits for a database.
  return Promise.race([ended, signals.again.then(() => serving?.close()).then(() => 130)]);
}

async function serveUntilTold(
  process: NodeJS.Process,
  given: Arguments,
  signals: Signals,
  onStarted: (serving: Serving) => void,
): Promise<number> {
  const { serve } = await import("./serve.js");
  const { host, port, logPrompts, sessionsByUser, webhookUrl, publicUrl } = given;
  let serving: Serving;
  try {
    serving = await serve({
      configOptions: configOptionsOf(process, given),
      ...(host === undefined ? {} : { host }),
      ...(port === undefined ? {} : { port }),
      logPrompts,
      sessionsByUser,
      videos: { webhookUrl, publicUrl },
      pid: process.pid,
      ...(cluster.isWorker ? { peers: createWorkerPeers(process) } : {}),
      limits: { maxActiveBytes: activeBytesOf(memoryOfEach(process, given.workers)), ...readLimits(process.env) },
      write: createLogWriter(process),
    });
  } catch (error) {
    return tellProblem(process, error);
  }
  onStarted(serving);
  const { logger } = serving;
  // Of workers the primary says it, once: each has the same limit.
  const fewFiles = cluster.isWorker ? undefined : tooFewFiles(process);
  if (fewFiles !== undefined) logger.log("warn", "few_open_files", fewFiles);
  process.on("uncaughtException", (error) => {
    logger.log("error", "uncaught", { stack: error.stack?.slice(0, 2_000) });
    logger.flush();
    // What state the process is in is not known: it ends, and whoever runs it starts it anew.
    signals.end(1);
  });
  signals.onReload(() => void serving.reload());
  const code = await signals.ended;
  await serving.drain();
  return code;
}

interface Signals {
  onReload(reload: () => void): void;
  end(code: number): void;
  /** The exit code, once the process is told to end. */
  readonly ended: Promise<number>;
  readonly again: Promise<void>;
}

function createSignals(process: NodeJS.Process): Signals {
  let reload = (): void => undefined;
  let told = false;
  let setEnded: (code: number) => void = () => undefined;
  let setAgain: () => void = () => undefined;
  const ended = new Promise<number>((resolve) => (setEnded = resolve));
  const again = new Promise<void>((resolve) => (setAgain = resolve));
  const end = (code: number): void => {
    if (told) setAgain();
    told = true;
    setEnded(code);
  };
  if (cluster.isWorker) {
    process.on("message", (raw) => {
      const message = readWorkerMessage(raw);
      if (message?.openclaw === "reload") reload();
      else if (message?.openclaw === "end" && (message.again || !told)) end(0);
    });
    // A worker whose primary is gone ends with it.
    process.on("disconnect", () => end(0));
    // The primary hears these too and says what they mean. Meant for this worker alone, SIGTERM drains it, and another takes its place.
    for (const signal of ["SIGHUP", "SIGINT"] as const) process.on(signal, () => undefined);
    process.on("SIGTERM", () => {
      if (!told) end(0);
    });
  } else {
    process.on("SIGHUP", () => reload());
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => end(0));
  }
  return {
    onReload: (callback) => {
      reload = callback;
    },
    end,
    ended,
    again,
  };
}
