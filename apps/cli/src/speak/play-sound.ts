import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AudioFormat } from "@openclaw/tts";
import { type Player, takesRawSamples } from "./find-player.js";

/** Sound that is heard while it comes. */
export interface Playing {
  /** Hands a piece over; settles when the player has room for more (TTS-5). */
  write(bytes: Uint8Array): Promise<void>;
  /** Settles when everything was heard, with what went wrong, if anything did. */
  end(): Promise<string | undefined>;
  stop(): void;
}

export interface PlayOptions {
  readonly format: AudioFormat;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Bytes of the header that the sound starts with. */
  readonly headerBytes: number;
  /** Ends the player at once. */
  readonly signal: AbortSignal;
}

/** Starts a player and streams sound into it. A player that fails ends the hearing, not the work: `end` says what happened. */
export function playSound(player: Player, options: PlayOptions): Playing {
  return player.needsFile === true ? playFile(player, options) : playStream(player, options);
}

function playStream(player: Player, { format, env, headerBytes, signal }: PlayOptions): Playing {
  const child = spawn(player.path, [...player.args(format, "")], { env: { ...env }, stdio: ["pipe", "ignore", "ignore"], signal });
  const ended = endOf(child, player, signal);
  // A player that closes its input early has ended: what is left is not worth an error of its own.
  child.stdin.on("error", () => undefined);
  let skip = takesRawSamples(player) ? headerBytes : 0;
  return {
    async write(bytes) {
      const wanted = bytes.subarray(skip);
      skip -= bytes.length - wanted.length;
      if (wanted.length === 0 || child.stdin.destroyed || child.stdin.writableEnded) return;
      if (child.stdin.write(wanted)) return;
      await Promise.race([once(child.stdin, "drain").catch(() => undefined), ended]);
    },
    end() {
      child.stdin.end();
      return ended;
    },
    stop: () => void child.kill(),
  };
}

/** For players that read files only: they begin when everything is there. */
function playFile(player: Player, { format, env, signal }: PlayOptions): Playing {
  const pieces: Uint8Array[] = [];
  let stopped = false;
  let stop: () => void = () => undefined;
  return {
    async write(bytes) {
      pieces.push(bytes);
    },
    async end() {
      if (stopped) return undefined;
      const folder = await mkdtemp(join(tmpdir(), "openclaw-play-"));
      try {
        const file = join(folder, format.codec === "pcm" ? "speech.wav" : "speech.mp3");
        await writeFile(file, Buffer.concat(pieces));
        const child = spawn(player.path, [...player.args(format, file)], { env: { ...env }, stdio: "ignore", signal });
        stop = () => void child.kill();
        return await endOf(child, player, signal);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    stop() {
      stopped = true;
      stop();
    },
  };
}

function endOf(child: ReturnType<typeof spawn>, { name }: Player, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(signal.aborted ? undefined : `${name} could not be started: ${error.message}`));
    child.once("exit", (code, killedBy) => {
      // Ctrl-C reaches the player as well.
      const stopped = signal.aborted || killedBy === "SIGTERM" || killedBy === "SIGINT";
      resolve(code === 0 || stopped ? undefined : `${name} ended with code ${code ?? killedBy ?? "?"}.`);
    });
  });
}
