const MAX_CHARACTERS = 280;

/** The first sentences of an answer without its Markdown: what a listener would want to hear of it. */
export function speakable(answer: string): string {
  const plain = answer
    .replace(/```[\s\S]*?(?:```|$)/g, " ")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/https?:\/\/\S+/g, " ")
    .replace(/^[ \t]*(?:#{1,6}|[-*+>]|\d+[.)])[ \t]+/gm, "")
    .replace(/[*`~|]|(?<!\w)_|_(?!\w)/g, "")
    .replace(/\s+/g, " ")
    .trim();
  if (plain.length <= MAX_CHARACTERS) return plain;
  const start = plain.slice(0, MAX_CHARACTERS);
  const end = Math.max(start.lastIndexOf(". "), start.lastIndexOf("! "), start.lastIndexOf("? "));
  return end > 40 ? start.slice(0, end + 1) : `${start.slice(0, start.lastIndexOf(" "))}.`;
}
