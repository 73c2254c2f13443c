export { quoteForPowerShell } from "./quote-powershell.js";

/** Where its script puts the line. */
export const LINE_VARIABLE = "OPENCLAW_COMPLETION_LINE";
const BETWEEN_ELEMENTS = "\u001f";

/**
 * The words behind the program's name, the last one being what stands before the cursor, perhaps empty.
 *
 * @param line the place of the cursor, then each element of the command, the program first, as `START TEXT`, the text as it is written.
 * PowerShell replaces the whole word under the cursor, so what stands behind the cursor takes no part.
 */
export function readPowerShellLine(line: string): readonly string[] {
  const [cursor, , ...elements] = line.split(BETWEEN_ELEMENTS);
  const words: string[] = [];
  let behind = 0;
  for (const element of elements) {
    const space = element.indexOf(" ");
    const text = element.slice(space + 1);
    const before = Number(cursor) - Number(element.slice(0, space));
    if (!(before > 0)) break;
    words.push(readWord(text.slice(0, before)));
    behind = before - text.length;
  }
  // Behind a space a new word begins.
  return words.length === 0 || behind > 0 ? [...words, ""] : words;
}

/** What a word as it is written says, also when its closing quote is not written yet. Variables stay as they are. */
function readWord(text: string): string {
  const [, single] = /^['‘’‚‛]((?:[^'‘’‚‛]|['‘’‚‛]{2})*)/.exec(text) ?? [];
  if (single !== undefined) return single.replaceAll(/(['‘’‚‛])['‘’‚‛]/g, "$1");
  const [, double] = /^["“”„]((?:[^"“”„`]|`[^]|["“”„]{2})*)/.exec(text) ?? [];
  if (double !== undefined) return double.replaceAll(/`([^])|(["“”„])["“”„]/g, "$1$2");
  return text.replaceAll(/`([^])/g, "$1");
}
