const WORDS = /\p{L}/u;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Code and addresses are written from the left in any language, and say nothing of the text around them. */
const FOREIGN = /`+[^`]*`+|https?:\/\/\S+|\]\([^)]*\)/g;

/** Which way a block is read: as its first letter is; `undefined` where there is none. */
export function directionOf(markdown: string): "rtl" | "ltr" | undefined {
  const letter = WORDS.exec(markdown.slice(0, 2_000).replaceAll(FOREIGN, " "))?.[0];
  if (letter === undefined) return undefined;
  return RIGHT_TO_LEFT.test(letter) ? "rtl" : "ltr";
}
