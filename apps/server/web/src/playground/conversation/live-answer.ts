import { batch, signal } from "@preact/signals";
import type { ChatPiece } from "../../api/stream-chat.js";
import type { Message, ToolCall, Usage } from "../../api/sessions.js";
import { type Notice, readNotice } from "./notices.js";

/** Screens are not drawn more often than this while text comes: faster than reading, and half the work of every frame. */
const DRAW_MS = 45;

/** An answer that is coming. What arrives is gathered and shown together, a few dozen times a second at most. */
export class LiveAnswer {
  readonly text = signal("");
  readonly reasoning = signal("");
  readonly toolCalls = signal<readonly ToolCall[]>([]);
  readonly images = signal<readonly string[]>([]);
  readonly notices = signal<readonly Notice[]>([]);
  readonly model = signal("");
  readonly usage = signal<Usage | undefined>(undefined);
  readonly startedMs = performance.now();
  firstTokenMs: number | undefined;
  reason: string | undefined;
  #waiting: ChatPiece[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame: number | undefined;
  #drawnMs = 0;

  add(pieces: readonly ChatPiece[]): void {
    this.#waiting.push(...pieces);
    if (this.#timer !== undefined || this.#frame !== undefined) return;
    const waitMs = Math.max(0, DRAW_MS - (performance.now() - this.#drawnMs));
    // In a tab behind others no frames come, but the text must not pile up.
    if (document.hidden) this.#timer = setTimeout(() => this.flush(), 250);
    else this.#timer = setTimeout(() => (this.#frame = requestAnimationFrame(() => this.flush())), waitMs);
  }

  /** Shows what has come. */
  flush(): void {
    clearTimeout(this.#timer);
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#timer = undefined;
    this.#frame = undefined;
    this.#drawnMs = performance.now();
    const pieces = this.#waiting;
    this.#waiting = [];
    batch(() => this.#apply(pieces));
  }

  #apply(pieces: readonly ChatPiece[]): void {
    let text = "";
    let reasoning = "";
    for (const piece of pieces) {
      if (piece.type === "text" || piece.type === "reasoning" || piece.type === "tool")
        this.firstTokenMs ??= performance.now() - this.startedMs;
      switch (piece.type) {
        case "text":
          text += piece.text;
          break;
        case "reasoning":
          reasoning += piece.text;
          break;
        case "tool":
          this.toolCalls.value = addToolPiece(this.toolCalls.value, piece);
          break;
        case "image":
          this.images.value = [...this.images.value, piece.url];
          break;
        case "model":
          this.model.value = piece.model;
          break;
        case "usage":
          this.usage.value = piece.usage;
          break;
        case "finish":
          this.reason = piece.reason;
          break;
        case "notice": {
          const notice = readNotice(piece.notice);
          if (notice?.kind === "restart") {
            text = reasoning = "";
            this.#forget();
          }
          if (notice !== undefined) this.notices.value = [...this.notices.value, notice];
          break;
        }
      }
    }
    if (text !== "") this.text.value += text;
    if (reasoning !== "") this.reasoning.value += reasoning;
  }

  /** The answer begins anew and comes whole: what was shown of the one before would run into it (FAIL-5). */
  #forget(): void {
    this.text.value = "";
    this.reasoning.value = "";
    this.toolCalls.value = [];
    this.images.value = [];
    this.reason = undefined;
  }

  /** What there is by now, as a message. */
  message(id: string, facts: { readonly partial: boolean }): Message {
    this.flush();
    const images = this.images.value.map((url) => ({ type: "image_url", image_url: { url } }));
    return {
      id,
      role: "assistant",
      content: images.length === 0 ? this.text.value : [{ type: "text", text: this.text.value }, ...images],
      reasoning: this.reasoning.value,
      toolCalls: this.toolCalls.value,
      model: this.model.value === "" ? undefined : this.model.value,
      usage: this.usage.value,
      createdMs: Date.now(),
      partial: facts.partial,
    };
  }
}

function addToolPiece(calls: readonly ToolCall[], piece: Extract<ChatPiece, { type: "tool" }>): readonly ToolCall[] {
  const next = [...calls];
  const known = next[piece.index] ?? { id: "", name: "", arguments: "" };
  next[piece.index] = { id: piece.id ?? known.id, name: piece.name ?? known.name, arguments: known.arguments + piece.arguments };
  return next.map((call) => call ?? { id: "", name: "", arguments: "" });
}
