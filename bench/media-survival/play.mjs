import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const RUNNER = fileURLToPath(new URL("subjects/run-subject.mjs", import.meta.url));
const KEY = "sk-or-v1-SYNTHETIC0survival0measurement0000";
const EXISTING = Buffer.from("an earlier file that somebody wants to keep");
/** Longer than every healthy run; whoever is still trying by then is stopped and counted as it stands. */
const LIMIT_MS = 20_000;

/** Plays one scenario with one subject: a first run with the fault, and a second without it when there is no good file yet. */
export async function play(subject, scenario, { sandbox, front, storage, file }) {
  const folder = await mkdtemp(join(tmpdir(), "survival-"));
  const output = join(folder, "out", scenario.kind === "image" ? "picture.png" : "clip.mp4");
  const stateDir = join(folder, "state");
  await mkdir(join(folder, "out"));
  await mkdir(stateDir);
  if (scenario.existing) await writeFile(output, EXISTING);
  const { kind = "video", host = "127.0.0.1" } = { ...scenario, ...subject };
  const context = { subject, kind, folder, env: { BASE_URL: `http://${host}:${front.port}/api/v1`, OUTPUT: output, STATE_DIR: stateDir } };

  const before = { requests: sandbox.requests.length, foreign: storage.seen.length };
  const look = async () => ({
    file: await describeFile(output, { kind, file }),
    litter: (await readdir(join(folder, "out"))).filter((name) => join(folder, "out", name) !== output),
    bought: sandbox.requests.slice(before.requests).filter(isPurchase).length,
  });
  try {
    if (scenario.fault) sandbox.setFault({ ...scenario.fault, ...(scenario.storage ? { param: storage.origin } : {}) });
    const first = { ...(await runOnce(context, front, scenario)), ...(await look()) };
    sandbox.clearFaults();
    // Whoever was told that all is well does not start it again.
    const second =
      first.ended !== "done" && !scenario.existing && !scenario.once
        ? { ...(await runOnce(context, front, {})), ...(await look()) }
        : undefined;
    const asked = storage.seen.slice(before.foreign);
    return { first, second, foreign: { asked: asked.length, withKey: asked.filter(({ headers }) => headers.includes(KEY)).length } };
  } finally {
    front.behave({});
    await rm(folder, { recursive: true, force: true });
  }
}

async function runOnce({ subject, kind, env }, front, { front: behaviour = {}, killAt }) {
  const child = spawn(process.execPath, [...(subject.node ?? []), RUNNER, subject.file, kind], {
    env: { ...process.env, ...env, OPENROUTER_API_KEY: KEY, NODE_NO_WARNINGS: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let killed = false;
  const onEvent = (event) => {
    if (event !== killAt || killed) return;
    killed = true;
    child.kill("SIGKILL");
  };
  // The scenario's own counters stay as they are for the next subject.
  front.behave({ ...structuredClone(behaviour), onEvent });
  const limit = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
  const [[, signal], output, complaints] = await Promise.all([once(child, "exit"), text(child.stdout), text(child.stderr)]);
  clearTimeout(limit);
  const line = output.trim().split("\n").at(-1) ?? "";
  if (line.startsWith("{")) return JSON.parse(line);
  return { ended: killed ? "killed" : signal === null ? "crashed" : "still trying", message: complaints.trim().split("\n").at(-1) };
}

function isPurchase({ method, path }) {
  return method === "POST" && /\/(videos|images|chat\/completions)$/.test(path);
}

async function describeFile(path, { kind, file }) {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return "none";
  if (bytes.equals(EXISTING)) return "untouched";
  if (kind === "image") return bytes.subarray(1, 4).toString() === "PNG" ? "whole" : "other";
  if (bytes.equals(file)) return "whole";
  if (bytes.length === 0) return "empty";
  if (bytes.subarray(0, 200).toString().includes("<html")) return "HTML";
  return bytes.length < file.length && bytes.equals(file.subarray(0, bytes.length)) ? "half" : "other";
}
