import { EXIT_FAILURE, EXIT_OK } from "./exit-codes.js";
import type { InputStream, Io, OutputStream } from "./io.js";
import { isUnicode } from "./output/style.js";
import { writeFailure } from "./output/write-failure.js";
import { programName } from "./program-name.js";
import { run } from "./run.js";

/** Runs the command line of a real process and answers with its exit code. */
export async function start(process: NodeJS.Process): Promise<number> {
  const interrupt = new AbortController();
  let reader = true;
  let writable = true;
  const onInterrupt = (): void => {
    // A second Ctrl-C does not wait for anything.
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort(new DOMException("Interrupted.", "AbortError"));
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onInterrupt);
  // A terminal that is closed ends the work as Ctrl-C does: what arrived is kept and what it cost is counted. Without one nobody hangs up, and
  // whoever wants to outlive that (nohup) has seen to it.
  if (process.stdout.isTTY || process.stderr.isTTY)
    process.on("SIGHUP", () => interrupt.abort(new DOMException("The terminal was closed.", "AbortError")));
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") {
        // Said once: what is said goes to a stream that may have failed as well.
        if (writable && stream !== process.stderr) process.stderr.write(writeFailure(error));
        writable = false;
        interrupt.abort(new DOMException("The output could not be written.", "AbortError"));
        return;
      }
      // `openclaw … | head -1`: the reader has what it wanted. The request is ended too, because nobody will see the rest.
      reader = false;
      interrupt.abort(new DOMException("The reader closed the pipe.", "AbortError"));
    });
  }
  const cwd = currentFolder(process);
  if (cwd === undefined) {
    process.stderr.write("openclaw: The current folder is not there any more. Change into another one.\n");
    return EXIT_FAILURE;
  }
  const io: Io = {
    stdin: inputStream(process),
    stdout: outputStream(process.stdout),
    stderr: outputStream(process.stderr),
    env: process.env,
    cwd,
    program: programName(process.argv[1], cwd),
    signal: interrupt.signal,
    now: Date.now,
    startupMs: performance.now(),
    runProgram: async (script, args) => {
      const { runInPlace } = await import("./run-in-place.js");
      return runInPlace(process, process.execPath, { args: [...process.execArgv, script, ...args], env: process.env });
    },
    ...prompterOf(process, interrupt.signal),
    get terminal() {
      if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
      return { input: process.stdin, output: process.stdout, ...(process.platform === "win32" ? {} : { suspend: () => suspend(process) }) };
    },
  };
  const code = await run(process.argv.slice(2), io);
  await Promise.all([io.stdout.flush(), io.stderr.flush()]);
  // A stream tells of its failure after the write that failed.
  await new Promise((resolve) => setImmediate(resolve));
  if (!writable) return EXIT_FAILURE;
  return reader ? code : EXIT_OK;
}

/** Absent when somebody removed it. */
function currentFolder(process: NodeJS.Process): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** Gives the terminal back to the shell until the user goes on with `fg`. */
function suspend(process: NodeJS.Process): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGCONT", () => resolve());
    process.kill(process.pid, "SIGTSTP");
  });
}

function prompterOf(process: NodeJS.Process, signal: AbortSignal): Pick<Io, "prompter"> {
  const { stderr } = process;
  if (!stderr.isTTY || process.env["TERM"] === "dumb") return {};
  return {
    prompter: async () => {
      const [{ createClackPrompter }, { asciiOutput }] = await Promise.all([
        import("./onboard/clack-prompter.js"),
        import("./onboard/ascii-output.js"),
      ]);
      const output = isUnicode(process.env) ? stderr : asciiOutput(stderr);
      return createClackPrompter({ input: process.stdin, output }, signal);
    },
  };
}

function outputStream(stream: NodeJS.WriteStream): OutputStream {
  return {
    write: (chunk) => void stream.write(chunk),
    flush: () => new Promise((resolve) => (stream.destroyed || !stream.writable ? resolve() : stream.write("", () => resolve()))),
    isTty: stream.isTTY,
    get columns() {
      return stream.columns > 0 ? stream.columns : 80;
    },
  };
}

function inputStream(process: NodeJS.Process): InputStream {
  // Opening stdin has a cost and, on a terminal, a visible effect: it is done when a command reads.
  return {
    get isTty() {
      return process.stdin.isTTY;
    },
    async *[Symbol.asyncIterator]() {
      const [{ fstatSync }, { UsageError }] = await Promise.all([import("node:fs"), import("./args/usage-error.js")]);
      // Node reads a folder as if nothing were in it.
      if (fstatSync(0, { throwIfNoEntry: false })?.isDirectory() === true)
        throw new UsageError("stdin is a folder.", "Pipe a text in, or attach files with --file.");
      yield* process.stdin as AsyncIterable<Uint8Array>;
    },
  };
}
