import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { checkStep, type Place, prepareHome } from "./run-story.js";

const CONFIG = `{
  agents: {
    defaults: {
      model: { primary: "openrouter/auto", fallbacks: ["openrouter/auto"] },
      models: { "openrouter/openai/gpt-4o-mini": { alias: "mini" } },
    },
  },
}
`;

export const WORK_KEY = "sk-or-v1-SYNTHETICwork0000000";

/** A home in which everything has been used once: a stored key, a conversation, a picture, a video that is not there yet, music, speech. */
export async function createKeptHome(place: Omit<Place, "home">): Promise<() => string> {
  const home = prepareHome({ config: CONFIG });
  const steps = [
    { line: "models auth login --method api-key --profile-id openrouter:work -q", stdin: WORK_KEY, stdout: /Stored/ },
    { line: 'chat -q --session trip "echo: rainbow"', stdout: "rainbow\n" },
    { line: 'infer image generate "a cat" -o pictures/cat.png', loses: "pictures", exitCode: 1, stderr: /resume/ },
    { line: "infer music generate piano -o songs/song.wav", loses: "songs", exitCode: 1, stderr: /resume/ },
    { line: "infer video generate waves --timeout-ms 1", exitCode: 1, stderr: /resume/ },
    { line: "infer tts convert -q Hello. -o note.mp3", stdout: /note\.mp3/ },
  ];
  for (const step of steps) await checkStep(step, { ...place, home });
  // One job of each kind, so that its kind is name enough.
  rmSync(join(home, ".openclaw", "jobs", "speech"), { recursive: true });
  await checkStep(
    { line: "infer tts convert Goodbye. -o sounds/bye.mp3", loses: "sounds", exitCode: 1, stderr: /resume/ },
    { ...place, home },
  );
  return () => {
    const copy = tempDir();
    cpSync(home, copy, { recursive: true });
    return copy;
  };
}
