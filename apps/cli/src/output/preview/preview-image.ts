import type { Io } from "../../io.js";
import { decodePixels } from "./decode-pixels.js";
import { type ColourDepth, renderHalfBlocks } from "./half-blocks.js";

export interface PreviewOptions {
  readonly env: Io["env"];
  readonly columns: number;
  readonly unicode: boolean;
  readonly rows?: number;
}

const CHUNK = 4096;

/**
 * A picture as the terminal can show it (CLI-4): the kitty or iTerm2 protocol where there is one, else half blocks in colour; `undefined`
 * where the terminal can do none of them.
 */
export async function previewImage(bytes: Uint8Array, options: PreviewOptions): Promise<string | undefined> {
  const { env, columns, rows = 16 } = options;
  const width = Math.min(columns - 2, 64);
  // Inside tmux and screen the protocols do not get through.
  const direct = (env["TMUX"] ?? "") === "" && !/^(?:screen|tmux)/.test(env["TERM"] ?? "");
  if (direct && isKitty(env) && bytes[0] === 0x89) return kitty(bytes, { rows });
  if (direct && isIterm(env)) return iterm(bytes, { rows });
  const depth = colourDepth(env);
  if (depth === undefined || !options.unicode || width < 8) return undefined;
  const pixels = await decodePixels(bytes);
  return pixels === undefined ? undefined : renderHalfBlocks(pixels, { columns: width, rows }, depth);
}

function isKitty(env: Io["env"]): boolean {
  return env["KITTY_WINDOW_ID"] !== undefined || env["TERM"] === "xterm-kitty" || env["TERM_PROGRAM"] === "ghostty";
}

function isIterm(env: Io["env"]): boolean {
  return env["TERM_PROGRAM"] === "iTerm.app" || env["TERM_PROGRAM"] === "WezTerm" || env["LC_TERMINAL"] === "iTerm2";
}

function colourDepth(env: Io["env"]): ColourDepth | undefined {
  if (/truecolor|24bit/i.test(env["COLORTERM"] ?? "")) return "true";
  return /256color|-direct|kitty|alacritty|wezterm/.test(env["TERM"] ?? "") ? "256" : undefined;
}

function kitty(bytes: Uint8Array, { rows }: { readonly rows: number }): string {
  const data = Buffer.from(bytes).toString("base64");
  let text = "";
  for (let at = 0; at < data.length; at += CHUNK) {
    const first = at === 0 ? `f=100,a=T,r=${rows},` : "";
    const more = at + CHUNK < data.length ? 1 : 0;
    text += `\u001b_G${first}m=${more};${data.slice(at, at + CHUNK)}\u001b\\`;
  }
  return `${text}\n`;
}

function iterm(bytes: Uint8Array, { rows }: { readonly rows: number }): string {
  const data = Buffer.from(bytes).toString("base64");
  return `\u001b]1337;File=inline=1;size=${bytes.length};height=${rows};preserveAspectRatio=1:${data}\u0007\n`;
}
