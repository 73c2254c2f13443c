import { chmodSync, cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { createKeptHome } from "../command-table/kept-home.js";
import { checkStep, type Place } from "../command-table/run-story.js";

// What the examples name besides what is in every kept home.
const STEPS = [
  { line: "models aliases add kimi openrouter/moonshotai/kimi-k2.6", stdout: /kimi/, stderr: /^/ },
  { line: "models fallbacks add openrouter/moonshotai/kimi-k2.6", stdout: /kimi/, stderr: /^/ },
  { line: "config set agents.defaults.thinkingDefault low", stdout: /Updated/, stderr: /^/ },
  { line: "models auth login --method api-key", stdin: "sk-or-v1-SYNTHETICdefault00000", stdout: /Stored/, stderr: /^/ },
  { line: "infer tts convert Hello. -o meeting.mp3", stdout: /meeting\.mp3/ },
  { line: "infer tts convert Hello. --format pcm -o note.wav", stdout: /note\.wav/ },
];
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const JPEG = Buffer.from("ffd8ffe000104a46494600010100000100010000ffd9", "hex");
const FILES: Readonly<Record<string, string | Buffer>> = {
  "git.diff": "-one\n+two\n",
  "names.txt": "Ada\nGrace\n",
  "letter.txt": "Dear all. It is done. Yours.",
  "key.txt": "sk-or-v1-SYNTHETICfromFile000\n",
  "receipt.png": PNG,
  "hat.png": PNG,
  "photo.jpg": JPEG,
  "one.jpg": JPEG,
  "two.jpg": JPEG,
  "three.jpg": JPEG,
};

/** A home in which every example has what it speaks of; each call gives another copy. Its `bin` has a player and a browser. */
export async function createExampleHome(place: Omit<Place, "home">): Promise<() => string> {
  const home = (await createKeptHome(place))();
  for (const step of STEPS) await checkStep(step, { ...place, home });
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(home, name), content);
  // A browser that signs in at once.
  program(join(home, "bin", "xdg-open"), `exec "${process.execPath}" -e 'fetch(process.argv[1])' "$1"`);
  for (const kind of ["image", "music", "speech", "video"]) nameJob(join(home, ".openclaw", "jobs"), kind);
  return () => {
    const copy = tempDir();
    cpSync(home, copy, { recursive: true });
    // Its player keeps what it hears in the home that it was made for.
    program(join(copy, "bin", "mpg123"), `exec /bin/cat > "${join(copy, "heard.mp3")}"`);
    return copy;
  };
}

function program(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** Lets the one open job of a kind end in 3f, as the examples have it. */
function nameJob(folder: string, kind: string): void {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const isOpen = (name: string): boolean => !readFileSync(join(folder, name), "utf8").includes('"type":"delivered"');
  const journal = names.find((name) => name.endsWith(".jsonl") && name.includes(`${kind}-`) && isOpen(name));
  const id = journal?.split("/").at(-1)?.replace(".jsonl", "") ?? "";
  const wanted = id.replace(/..$/, "3f");
  for (const name of names.toReversed()) {
    const path = join(folder, name);
    if (name.endsWith(".jsonl")) writeFileSync(path, readFileSync(path, "utf8").replaceAll(id, wanted));
    if (name.split("/").at(-1)?.includes(id) === true) renameSync(path, join(folder, name.replaceAll(id, wanted)));
  }
}
