// What the prompts draw with, each by one character of the same width, so that what stands in columns stays there.
const DRAWN: Readonly<Record<string, string>> = {
  "┌": "+",
  "┐": "+",
  "└": "+",
  "┘": "+",
  "├": "+",
  "╭": "+",
  "╮": "+",
  "╯": "+",
  "╰": "+",
  "│": "|",
  "─": "-",
  "━": "=",
  "█": "#",
  "◆": "*",
  "◇": "o",
  "■": "x",
  "▲": "!",
  "●": ">",
  "○": " ",
  "◼": "x",
  "◻": "-",
  "▪": "*",
  "•": "*",
  "—": "-",
  "…": ".",
  "↑": "^",
  "↓": "v",
  "◒": "-",
  "◐": "\\",
  "◓": "|",
  "◑": "/",
};

const ANY_DRAWN = new RegExp(`[${Object.keys(DRAWN).join("")}]`, "gu");

/**
 * A stream for prompts on a terminal without UTF-8: frames, marks and spinners become ASCII, and words stay as they are. The prompt library
 * looks only at whether this is the Linux console, once, and its own plain marks are not all ASCII.
 */
export function asciiOutput(output: NodeJS.WriteStream): NodeJS.WriteStream {
  return new Proxy(output, {
    get(target, name) {
      if (name === "write") {
        return (chunk: string | Uint8Array, ...rest: []): boolean =>
          target.write(typeof chunk === "string" ? chunk.replaceAll(ANY_DRAWN, (drawn) => DRAWN[drawn] ?? drawn) : chunk, ...rest);
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
