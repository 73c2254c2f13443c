import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Runs a program on a file; gives what it prints. */
export function run(command: string, args: readonly string[], input?: Uint8Array): Promise<{ readonly stdout: Buffer; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args);
    const out: Buffer[] = [];
    let stderr = "";
    child.stdout.on("data", (bytes: Buffer) => out.push(bytes));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    child.on("close", (code) => (code === 0 ? resolve({ stdout: Buffer.concat(out), stderr }) : reject(new Error(`${command} ended with ${code}: ${stderr}`))));
  });
}

/** Samples of a file as an independent decoder hears them: mono, 24 kHz unless said otherwise; with every complaint it had. */
export async function decode(
  file: Uint8Array,
  directory: string,
  options: { readonly name: string; readonly sampleRate?: number },
): Promise<{ readonly samples: Int16Array; readonly complaints: string }> {
  const path = join(directory, options.name);
  await writeFile(path, file);
  const rate = String(options.sampleRate ?? 24_000);
  const { stdout, stderr } = await run("ffmpeg", ["-v", "warning", "-i", path, "-f", "s16le", "-ac", "1", "-ar", rate, "-"]);
  return { samples: new Int16Array(stdout.buffer, stdout.byteOffset, stdout.length >> 1), complaints: stderr.replaceAll(/^.*(?:Guessed Channel Layout|Estimating duration from bitrate).*\n/gm, "") };
}

export interface Probe {
  readonly streams: readonly { readonly codec_name: string; readonly sample_rate: string; readonly channels: number }[];
  readonly durationMs: number;
}

/** What ffprobe says of a file. */
export async function probe(file: Uint8Array, directory: string, name: string): Promise<Probe> {
  const path = join(directory, name);
  await writeFile(path, file);
  const { stdout } = await run("ffprobe", ["-v", "error", "-show_format", "-show_streams", "-of", "json", path]);
  const said = JSON.parse(stdout.toString()) as { streams: Probe["streams"]; format: { duration: string } };
  return { streams: said.streams, durationMs: Number(said.format.duration) * 1000 };
}

/** The runs of quiet of at least `minMs`, as milliseconds from the start. */
export function findQuiet(samples: Int16Array, options: { readonly sampleRate?: number; readonly level?: number; readonly minMs: number }): { startMs: number; endMs: number }[] {
  const { sampleRate = 24_000, level = 100, minMs } = options;
  const found: { startMs: number; endMs: number }[] = [];
  let start = 0;
  for (let at = 0; at <= samples.length; at += 1) {
    if (at < samples.length && Math.abs(samples[at] ?? 0) <= level) continue;
    const run = { startMs: (start * 1000) / sampleRate, endMs: (at * 1000) / sampleRate };
    if (run.endMs - run.startMs >= minMs) found.push(run);
    start = at + 1;
  }
  return found;
}
