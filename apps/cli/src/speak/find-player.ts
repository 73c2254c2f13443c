import type { AudioFormat, SpeechFormat } from "@openclaw/tts";
import { findProgram } from "../output/find-program.js";

/** A program that plays sound. */
export interface Player {
  readonly name: string;
  readonly path: string;
  readonly plays: readonly SpeechFormat[];
  /** Its arguments; the sound comes on its stdin, or from `file` where it can only read files. */
  readonly args: (format: AudioFormat, file: string) => readonly string[];
  readonly needsFile?: boolean;
}

// In the order in which they are preferred: those that play everything first.
const PLAYERS: readonly Omit<Player, "path">[] = [
  {
    name: "ffplay",
    plays: ["mp3", "pcm"],
    args: (format) => ["-nodisp", "-autoexit", "-loglevel", "quiet", ...(format.codec === "pcm" ? ["-f", "wav"] : []), "-i", "pipe:0"],
  },
  { name: "mpg123", plays: ["mp3"], args: () => ["-q", "-"] },
  { name: "afplay", plays: ["mp3", "pcm"], args: (_format, file) => [file], needsFile: true },
  {
    name: "paplay",
    plays: ["pcm"],
    args: ({ sampleRate, channels }) => raw("--raw", "--format=s16le", `--rate=${sampleRate}`, `--channels=${channels}`),
  },
  {
    name: "aplay",
    plays: ["pcm"],
    args: ({ sampleRate, channels }) => raw("-q", "-t", "raw", "-f", "S16_LE", "-r", String(sampleRate), "-c", String(channels)),
  },
];

function raw(...args: readonly string[]): readonly string[] {
  return args;
}

/** True where a player wants samples without the header of a WAV file. */
export function takesRawSamples({ name }: Pick<Player, "name">): boolean {
  return name === "paplay" || name === "aplay";
}

/** Finds a player on `PATH`, one that plays `format` before the others (TTS-5). */
export async function findPlayer(env: Readonly<Record<string, string | undefined>>, format: SpeechFormat): Promise<Player | undefined> {
  const wanted = [...PLAYERS.filter(({ plays }) => plays.includes(format)), ...PLAYERS.filter(({ plays }) => !plays.includes(format))];
  for (const player of wanted) {
    const path = await findProgram(player.name, env);
    if (path !== undefined) return { ...player, path };
  }
  return undefined;
}

export const PLAYER_NAMES: readonly string[] = PLAYERS.map(({ name }) => name);
