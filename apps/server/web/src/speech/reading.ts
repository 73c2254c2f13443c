import { batch, signal } from "@preact/signals";
import { speak, type SpeechWish } from "../api/audio.js";
import { isAbort } from "../api/failure.js";
import { adviceOn } from "../api/next-step.js";
import { type Piece, splitText } from "./split-text.js";

/** Pieces asked for ahead of the one that is heard. */
const AHEAD = 2;

/** A text that is read aloud: piece by piece, so that the first is heard while the next are made. */
export class Reading {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly state = signal<"loading" | "playing" | "paused" | "ended" | "failed">("loading");
  readonly problem = signal("");
  /** The piece that is heard, and the word in it. */
  readonly piece = signal(0);
  readonly word = signal(-1);
  readonly firstSoundMs = signal<number | undefined>(undefined);
  readonly #wish: SpeechWish;
  readonly #sounds = new Map<number, Promise<{ readonly url: string; readonly bytes: Blob }>>();
  readonly #controller = new AbortController();
  readonly #audio = new Audio();
  readonly #startedMs = performance.now();
  #frame = 0;

  constructor(text: string, wish: SpeechWish) {
    this.text = text;
    this.pieces = splitText(text);
    this.#wish = wish;
    this.#audio.addEventListener("ended", () => this.#next());
    this.#audio.addEventListener("playing", () => {
      this.firstSoundMs.value ??= performance.now() - this.#startedMs;
      this.state.value = "playing";
      this.#follow();
    });
    this.#audio.addEventListener("pause", () => {
      if (!this.#audio.ended && this.state.value === "playing") this.state.value = "paused";
    });
  }

  /** Reads from a piece on. */
  async start(index = 0): Promise<void> {
    const sound = this.#sound(index);
    if (sound === undefined) return;
    batch(() => {
      this.piece.value = index;
      this.word.value = -1;
      this.state.value = "loading";
      this.problem.value = "";
    });
    try {
      const { url } = await sound;
      if (this.piece.value !== index || this.#controller.signal.aborted) return;
      for (let ahead = 1; ahead <= AHEAD; ahead++) this.#sound(index + ahead)?.catch(() => undefined);
      this.#audio.src = url;
      await this.#audio.play();
    } catch (error) {
      if (isAbort(error) || this.#controller.signal.aborted) return;
      // A browser that wants a click before it plays: the button is there.
      if (error instanceof DOMException && error.name === "NotAllowedError") this.state.value = "paused";
      else {
        this.#sounds.delete(index);
        this.problem.value = adviceOn(error);
        this.state.value = "failed";
      }
    }
  }

  toggle(): void {
    if (this.state.value === "playing") this.#audio.pause();
    else if (this.state.value === "paused") void this.#audio.play().catch(() => undefined);
    else void this.start(this.state.value === "ended" ? 0 : this.piece.value);
  }

  close(): void {
    this.#controller.abort();
    cancelAnimationFrame(this.#frame);
    this.#audio.pause();
    this.#audio.removeAttribute("src");
    for (const sound of this.#sounds.values()) void sound.then(({ url }) => URL.revokeObjectURL(url)).catch(() => undefined);
  }

  /** All pieces as one file; what was not heard yet is made for it. @throws ApiFailure */
  async file(): Promise<Blob> {
    const parts: Blob[] = [];
    for (let index = 0; index < this.pieces.length; index++) {
      const sound = await this.#sound(index);
      if (sound !== undefined) parts.push(sound.bytes);
    }
    return new Blob(parts, { type: "audio/mpeg" });
  }

  #sound(index: number): Promise<{ readonly url: string; readonly bytes: Blob }> | undefined {
    const piece = this.pieces[index];
    if (piece === undefined) return undefined;
    const known = this.#sounds.get(index);
    if (known !== undefined) return known;
    const made = speak(piece.text, this.#wish, this.#controller.signal).then((bytes) => ({ bytes, url: URL.createObjectURL(bytes) }));
    this.#sounds.set(index, made);
    made.catch(() => this.#sounds.delete(index));
    return made;
  }

  #next(): void {
    const next = this.piece.value + 1;
    if (next < this.pieces.length) void this.start(next);
    else {
      batch(() => {
        this.state.value = "ended";
        this.word.value = -1;
      });
    }
  }

  /** Marks the word that is heard, for as long as something is. */
  #follow(): void {
    cancelAnimationFrame(this.#frame);
    const step = (): void => {
      const { currentTime, duration } = this.#audio;
      const words = this.pieces[this.piece.value]?.words ?? [];
      const part = duration > 0 ? currentTime / duration : 0;
      const word = words.findIndex(({ endsAt }) => part < endsAt);
      if (word !== this.word.value) this.word.value = word;
      if (!this.#audio.paused && !this.#audio.ended) this.#frame = requestAnimationFrame(step);
    };
    step();
  }
}
