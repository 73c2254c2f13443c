const LONGEST = 220;

/** Text in speakable pieces, so that the first sound leaves early: sentences, and long ones at commas or spaces. */
export function splitSentences(text: string): string[] {
  const pieces: string[] = [];
  for (const sentence of text
    .replaceAll(/\s+/g, " ")
    .trim()
    .split(/(?<=[.!?;:])\s+/)) {
    let rest = sentence;
    while (rest.length > LONGEST) {
      const comma = rest.lastIndexOf(", ", LONGEST);
      const space = rest.lastIndexOf(" ", LONGEST);
      const cut = comma > LONGEST / 2 ? comma + 1 : space > 0 ? space : LONGEST;
      pieces.push(rest.slice(0, cut));
      rest = rest.slice(cut).trimStart();
    }
    if (rest !== "") pieces.push(rest);
  }
  return pieces;
}
