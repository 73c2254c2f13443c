import cluster from "node:cluster";
import { ToolkitError } from "@openclaw/core";
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
        return runWorkers(process, parsed.given.workers);
      }
      return run(process, parsed.given);
  }
}

async function run(process: NodeJS.Process, given: Arguments): Promise<number> {
  const { serve } = await import("./serve.js");
  const { config, host, port, profile, logPrompts } = given;
  let serving;
  try {
    serving = await serve({
      configOptions: {
        env: config === undefined ? process.env : { ...process.env, OPENCLAW_CONFIG_PATH: config },
        cwd: process.cwd(),
        ...(profile === undefined ? {} : { profile }),
      },
      ...(host === undefined ? {} : { host }),
      ...(port === undefined ? {} : { port }),
      logPrompts,
      limits: readLimits(process.env),
      write: (text) => void process.stdout.write(text),
    });
  } catch (error) {
    if (!ToolkitError.isInstance(error)) throw error;
    process.stderr.write(`openclaw-server: ${error.message}${error.hint === undefined ? "" : `\n  ${error.hint}`}\n`);
    return 1;
  }
  const { logger } = serving;
  process.on("SIGHUP", () => void serving.reload());
  return new Promise((resolve) => {
    let ending = false;
    const endWith = async (code: number): Promise<void> => {
      await serving.drain();
      resolve(code);
    };
    const end = (): void => {
      // A second signal does not wait for anything.
      if (ending) void serving.close().then(() => resolve(130));
      else void endWith(0);
      ending = true;
    };
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, end);
    // A worker whose primary is gone ends with it.
    if (cluster.isWorker) process.on("disconnect", end);
    process.on("uncaughtException", (error) => {
      logger.log("error", "uncaught", { stack: error.stack?.slice(0, 2_000) });
      logger.flush();
      // What state the process is in is not known: it ends, and whoever runs it starts it anew.
      void endWith(1);
    });
  });
}
