import { readFileSync } from "node:fs";

export interface SseFixtureOptions {
  /** End with `data: [DONE]`; true by default. */
  readonly done?: boolean;
  /** Line end between fields; "\n" by default. The standard also allows "\r\n" and "\r". */
  readonly newline?: "\n" | "\r\n" | "\r";
}

/**
 * Payloads → the bytes of a server-sent event stream. A string stands for itself, anything else becomes JSON; a string that starts
 * with ":" is written as a comment (OpenRouter's keep-alive is `: OPENROUTER PROCESSING`).
 */
export function sseFixture(payloads: readonly unknown[], options: SseFixtureOptions = {}): Uint8Array<ArrayBuffer> {
  const { done = true, newline = "\n" } = options;
  const lines = payloads.map((payload) => (typeof payload === "string" ? payload : JSON.stringify(payload)));
  if (done) lines.push("[DONE]");
  const events = lines.map((line) => (line.startsWith(":") ? line : `data: ${line}`));
  return new TextEncoder().encode(events.map((event) => event + newline + newline).join(""));
}

/**
 * A recording from disk. `*.chunks.txt` holds one payload a line and becomes an event stream; every other file (`*.sse`, `*.json`, `*.mp3`)
 * is its bytes. Call it with `new URL("./__fixtures__/name.chunks.txt", import.meta.url)`.
 */
export function loadFixture(file: URL, options: SseFixtureOptions = {}): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(readFileSync(file));
  if (!file.pathname.endsWith(".chunks.txt")) return bytes;
  const payloads = new TextDecoder().decode(bytes).split(/\r?\n/);
  return sseFixture(
    payloads.filter((payload) => payload.trim() !== ""),
    options,
  );
}
