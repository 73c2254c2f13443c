import { ConfigError } from "@openclaw/core";

/** Where a value stands: names and list positions from the root down. */
export type ConfigPath = readonly (string | number)[];

const PLAIN_NAME = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;
const SEGMENT = /\.?([^.[\]"'\s]+)|\[\s*(?:(\d+)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\]"']+))\s*\]/uy;

/**
 * Reads `agents.defaults.models["openrouter/auto"].alias` or `agents.list[0].id` (CFG-6).
 *
 * @throws ConfigError `config_invalid` when the text is not such a path.
 */
export function parsePath(text: string): ConfigPath {
  const wanted = text.trim();
  const segments: (string | number)[] = [];
  let at = 0;
  while (at < wanted.length) {
    SEGMENT.lastIndex = at;
    const match = SEGMENT.exec(wanted);
    if (match === null || (at === 0 && match[0].startsWith(".")) || (at > 0 && !/[.[]/.test(wanted.charAt(at)))) throw invalidPath(text);
    const [whole, name, position, double, single, bare] = match;
    if (position === undefined) segments.push(name ?? unescape(double ?? single) ?? bare?.trim() ?? "");
    else segments.push(Number(position));
    at += whole.length;
  }
  if (segments.length === 0) throw invalidPath(text);
  if (segments.some((segment) => segment === "__proto__")) throw invalidPath(text);
  return segments;
}

function unescape(text: string | undefined): string | undefined {
  return text?.replace(/\\(.)/g, "$1");
}

function invalidPath(text: string): ConfigError {
  return new ConfigError(`${JSON.stringify(text)} is not a config path.`, {
    code: "config_invalid",
    hint: 'Write names with dots, and names that hold dots or slashes in brackets: agents.defaults.models["openrouter/auto"].alias',
  });
}

/** The inverse of `parsePath`; `""` for the root. */
export function formatPath(path: ConfigPath): string {
  let text = "";
  for (const segment of path) {
    if (typeof segment === "number") text += `[${segment}]`;
    else if (PLAIN_NAME.test(segment)) text += text === "" ? segment : `.${segment}`;
    else text += `[${JSON.stringify(segment)}]`;
  }
  return text;
}
