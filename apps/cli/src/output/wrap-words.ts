import { stripVTControlCharacters } from "node:util";
import stringWidth from "fast-string-width";

// What ends in a number, however it is painted: `58`, `(3`, `~1.5`, `$0`; and what may be its unit.
const LETTERS = { number: /(?:^|[^\p{L}\d])\d[\d.,]*$/u, unit: /^\p{L}/u };
// The same for plain text: looking letters up in Unicode takes milliseconds to prepare, which help would spend at every start.
const ASCII = { number: /(?:^|[^A-Za-z\d])\d[\d.,]*$/, unit: /^[A-Za-z]/ };
const PLAIN = /^[ -~]*$/;

/**
 * Breaks a text of one line at its spaces; every further line starts with `indent`. Spaces at the start are kept, and a number stays beside its
 * unit.
 *
 * @param columns as wide as terminals show it: a Chinese letter takes two
 */
export function wrapWords(text: string, columns: number, indent = ""): string {
  const start = /^ */.exec(text)?.[0] ?? "";
  const lines: string[] = [];
  let line = start;
  let width = start.length;
  let empty = true;
  for (const word of wordsOf(text.slice(start.length), columns - indent.length)) {
    const size = widthOf(word);
    if (!empty && width + 1 + size > columns) {
      lines.push(line);
      line = indent + word;
      width = indent.length + size;
    } else {
      line += empty ? word : ` ${word}`;
      width += size + (empty ? 0 : 1);
    }
    empty = false;
  }
  return [...lines, line].join("\n");
}

/** Words, a number and its unit as one where a line has room for both. */
function wordsOf(text: string, columns: number): readonly string[] {
  const words: string[] = [];
  const is = PLAIN.test(text) ? ASCII : LETTERS;
  let number = false;
  for (const word of text.split(" ")) {
    const plain = stripVTControlCharacters(word);
    const both = `${words.at(-1)} ${word}`;
    if (number && is.unit.test(plain) && widthOf(both) <= columns) words[words.length - 1] = both;
    else words.push(word);
    number = is.number.test(plain);
  }
  return words;
}

function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}
