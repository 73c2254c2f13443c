import type { MarkedOptions, Token, Tokens } from "marked";

/** A formula in TeX. `tex` is missing while its end has not come. */
export interface MathToken extends Tokens.Generic {
  readonly type: "math";
  readonly tex: string | undefined;
  readonly display: boolean;
}

// A blank line ends what looked like a formula, as it does in TeX.
const BLOCK = /^ {0,3}(?:\$\$((?:(?!\n[ \t]*\n|\$\$)[^])+)(\$\$)|\\\[((?:(?!\n[ \t]*\n|\\\])[^])+)(\\\]))[ \t]*(?:\n+|$)/;
/** As long as nothing but its end is missing, a formula is one open block, whatever its lines would be by themselves. */
const OPEN_BLOCK = /^ {0,3}(?:\$\$(?!\$)|\\\[)(?:(?!\n[ \t]*\n|\$\$|\\\])[^])*$/;
const BLOCK_START = /\n {0,3}(?=\$\$|\\\[)/;
// Bounded: a text of nothing but beginnings must not be searched to its end from each of them.
const INLINE = /^(?:\\\(((?:(?!\\\)|\n\n)[^]){1,1500})\\\)|\\\[((?:(?!\\\]|\n\n)[^]){1,1500})\\\]|\$\$((?:(?!\$\$|\n\n)[^]){1,1500})\$\$)/;
/** A single dollar is more often money: the formula touches both signs, stays on its line, and no letter or figure follows. */
const DOLLARS = /^\$((?![\s$])(?:\\[^\n]|[^$\\\n]){1,300}(?<!\s))\$(?![\p{L}\d$])/u;

/** Formulas between `$…$`, `$$…$$`, `\(…\)` and `\[…\]`, kept from Markdown, which takes their signs for its own. */
export const MATH_EXTENSIONS: NonNullable<MarkedOptions["extensions"]> = {
  renderers: {},
  childTokens: {},
  block: [
    (source): MathToken | undefined => {
      const [raw, dollars, , brackets] = BLOCK.exec(source) ?? [];
      if (raw !== undefined) return { type: "math", raw, tex: (dollars ?? brackets ?? "").trim(), display: true };
      const [open] = OPEN_BLOCK.exec(source) ?? [];
      return open === undefined ? undefined : { type: "math", raw: open, tex: undefined, display: true };
    },
  ],
  inline: [
    (source): MathToken | undefined => {
      const [raw, round, square, double] = INLINE.exec(source) ?? [];
      // Within a line they are as often brackets that Markdown is kept from: a formula has more in it than a word.
      if (square !== undefined && !/[\\^_=+]/.test(square)) return undefined;
      if (raw !== undefined) return { type: "math", raw, tex: (round ?? square ?? double ?? "").trim(), display: round === undefined };
      const [sum, tex] = DOLLARS.exec(source) ?? [];
      return sum === undefined || tex === undefined ? undefined : { type: "math", raw: sum, tex, display: false };
    },
  ],
  startBlock: [
    (source): number | undefined => {
      const found = BLOCK_START.exec(source);
      return found === null ? undefined : found.index + 1;
    },
  ],
  startInline: [
    (source): number | undefined => {
      const at = source.search(/\$|\\[([]/);
      return at === -1 ? undefined : at;
    },
  ],
};

export function isMath(token: Token): token is MathToken {
  return token.type === "math";
}
