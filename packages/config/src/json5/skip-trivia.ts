import { syntaxError } from "./syntax-error.js";
import type { SourceText } from "./syntax-tree.js";

const WHITE_SPACE = /[\s\uFEFF\u2028\u2029]/;
const LINE_END = /[\n\r\u2028\u2029]/;

/** The offset of the next token at or after `offset`: white space and both kinds of comment are passed over. */
export function skipTrivia(source: SourceText, offset: number): number {
  const { text } = source;
  let at = offset;
  for (;;) {
    while (at < text.length && WHITE_SPACE.test(text.charAt(at))) at++;
    if (text.startsWith("//", at)) at = endOfLine(text, at);
    else if (text.startsWith("/*", at)) {
      const end = text.indexOf("*/", at + 2);
      if (end < 0) throw syntaxError(source, at, 'a comment is opened by "/*" and never closed');
      at = end + 2;
    } else return at;
  }
}

/** The offset of the line break that ends the line of `offset`, or the end of the text. */
export function endOfLine(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !LINE_END.test(text.charAt(at))) at++;
  return at;
}
