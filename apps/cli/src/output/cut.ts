import stringWidth from "fast-string-width";

/** Shortens a text to a width, and shows that it did. */
export function cut(text: string, width: number, unicode: boolean): string {
  if (stringWidth(text) <= width) return text;
  const mark = unicode ? "…" : "..";
  return startOf(charactersOf(text), width - mark.length) + mark;
}

/** The same in the middle: names that begin alike differ at their ends. */
export function cutMiddle(text: string, width: number, unicode: boolean): string {
  if (stringWidth(text) <= width) return text;
  const mark = unicode ? "…" : "..";
  const room = Math.max(0, width - mark.length);
  const characters = charactersOf(text);
  const start = startOf(characters, Math.floor(room / 3));
  const end = charactersOf(startOf(characters.toReversed(), room - stringWidth(start)));
  return start + mark + end.toReversed().join("");
}

/**
 * Names that tell rows apart, as lines of a column: cut at the end; where that makes two alike, in the middle; and what is alike even then goes on
 * in further lines.
 */
export function cutNames(names: readonly string[], width: number, unicode: boolean): readonly (readonly string[])[] {
  for (const shorten of [cut, cutMiddle]) {
    const short = names.map((name) => shorten(name, width, unicode));
    const alike = alikeOf(names, short);
    if (alike.size === 0 || shorten === cutMiddle)
      return names.map((name, index) => (alike.has(short[index] ?? "") ? broken(name, width) : [short[index] ?? ""]));
  }
  return [];
}

/** What several different names were shortened to. */
function alikeOf(names: readonly string[], short: readonly string[]): ReadonlySet<string> {
  const first = new Map<string, string>();
  const alike = new Set<string>();
  for (const [index, text] of short.entries()) {
    const name = names[index] ?? "";
    if ((first.get(text) ?? name) === name) first.set(text, name);
    else alike.add(text);
  }
  return alike;
}

/** In lines, after a `/` or `-` where there is one in the second half of the line. */
function broken(name: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = name;
  while (stringWidth(rest) > width) {
    const line = startOf(charactersOf(rest), width);
    const at = Math.max(line.lastIndexOf("/"), line.lastIndexOf("-")) + 1;
    const kept = at > line.length / 2 ? line.slice(0, at) : line;
    // A character that is wider than the column.
    if (kept === "") break;
    lines.push(kept);
    rest = rest.slice(kept.length);
  }
  return [...lines, rest];
}

/** As a person counts them: an accent or the parts of an emoji are not taken apart. */
function charactersOf(text: string): readonly string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}

function startOf(characters: readonly string[], width: number): string {
  let kept = "";
  for (const character of characters) {
    if (stringWidth(kept + character) > width) break;
    kept += character;
  }
  return kept;
}
