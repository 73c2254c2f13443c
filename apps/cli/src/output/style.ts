import { styleText } from "node:util";
import type { Io, OutputStream } from "../io.js";

type Format = Parameters<typeof styleText>[0];

/** Colours a text for one stream, or leaves it as it is. */
export type Style = (format: Format, text: string) => string;

export const plainStyle: Style = (_format, text) => text;

const colourStyle: Style = (format, text) => styleText(format, text, { validateStream: false });

/** Colours only on a terminal that has them, and never against NO_COLOR (CLI-3). */
export function styleFor(stream: OutputStream, env: Io["env"], noColor: boolean): Style {
  return hasColours(stream, env, noColor) ? colourStyle : plainStyle;
}

function hasColours(stream: OutputStream, env: Io["env"], noColor: boolean): boolean {
  if (noColor || (env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"] ?? "";
  if (forced !== "") return forced !== "0" && forced !== "false";
  return stream.isTty && env["TERM"] !== "dumb";
}

/** True where the cursor can be moved: progress bars and spinners may be drawn. */
export function isAnimated(stream: OutputStream, env: Io["env"]): boolean {
  return stream.isTty && env["TERM"] !== "dumb" && (env["CI"] ?? "") === "";
}

/** True where characters outside ASCII can be shown. */
export function isUnicode(env: Io["env"]): boolean {
  if (env["TERM"] === "dumb" || env["TERM"] === "linux") return false;
  const locale = (env["LC_ALL"] ?? "") || (env["LC_CTYPE"] ?? "") || (env["LANG"] ?? "");
  // An unset locale says nothing on Windows and macOS; C and POSIX say no.
  return locale === "" ? (env["WT_SESSION"] ?? env["TERM_PROGRAM"]) !== undefined || env["OS"] === "Windows_NT" : /utf-?8/i.test(locale);
}
