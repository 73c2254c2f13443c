import { readObject, ToolkitError } from "@openclaw/core";
import { diffDocuments } from "../edit/diff-documents.js";
import { setInText } from "../edit/edit-text.js";
import { listToObjectInText, moveInText } from "../edit/move-in-text.js";
import { parseJson5 } from "../json5/parse-json5.js";
import { toValue } from "../json5/to-value.js";
import { normalizeDocument } from "../normalize/normalize-document.js";
import { valueAt } from "../path/access.js";
import { type ConfigPath, formatPath } from "../path/config-path.js";
import { type OlderSpelling, olderSpellings } from "./older-spellings.js";

/** A key that was, or would be, renamed or moved. */
export interface MigratedKey {
  readonly from: string;
  readonly to: string;
}

export interface MigratedText {
  readonly text: string;
  readonly moved: readonly MigratedKey[];
  /** Both spellings are there and do not say the same; which of them goes is for a person to say. The newer one counts. */
  readonly left: readonly MigratedKey[];
}

const MOST_MOVES = 10_000;

/**
 * Rewrites the older spellings of a configuration file into the newer ones (openclaw.md §1.7), with every value and comment kept, and every
 * byte around them. What the text means stays the same; a second run changes nothing.
 *
 * @throws ConfigError `config_invalid` when the text cannot be read
 */
export function migrateText(text: string, file?: string): MigratedText {
  if (text.trim() === "") return { text, moved: [], left: [] };
  const read = (current: string): unknown => toValue(parseJson5(current, file));
  const moved: MigratedKey[] = [];
  let current = text;
  for (let moves = 0; moves < MOST_MOVES; moves++) {
    const document = read(current);
    const next = olderSpellings(document)
      .flatMap((spelling) => withoutClash(document, spelling))
      .find(({ clash }) => !clash);
    if (next === undefined) break;
    current = applySpelling(current, next.spelling);
    moved.push(named(next.spelling));
  }
  const after = read(current);
  // A section that was emptied says nothing any more.
  const left = olderSpellings(after)
    .filter(({ from }) => JSON.stringify(valueAt(after, from)) !== "{}")
    .map(named);
  if (diffDocuments(normalizeDocument(read(text)).document, normalizeDocument(read(current)).document).length > 0) {
    throw new ToolkitError("The migrated file would not say what it said; nothing was written.", { code: "internal" });
  }
  return { text: current, moved, left };
}

function named({ from, to }: OlderSpelling): MigratedKey {
  return { from: formatPath(from), to: formatPath(to) };
}

interface Candidate {
  readonly spelling: OlderSpelling;
  readonly clash: boolean;
}

/** Where both spellings are objects, what does not clash goes over, key by key. */
function withoutClash(document: unknown, spelling: OlderSpelling): readonly Candidate[] {
  const there = valueAt(document, spelling.to);
  if (there === undefined) return [{ spelling, clash: cannotHold(document, spelling.to) }];
  const [old, fresh] = [readObject(valueAt(document, spelling.from)), readObject(there)];
  if (old === undefined || fresh === undefined || spelling.keys !== undefined) return [{ spelling, clash: true }];
  return Object.keys(old).flatMap((key) => withoutClash(document, { from: [...spelling.from, key], to: [...spelling.to, key] }));
}

/** `mediaModels: {$include: …}` and the like: what stands above the new place must be an object of this file. */
function cannotHold(document: unknown, to: ConfigPath): boolean {
  return to.some((_segment, depth) => {
    const above = valueAt(document, to.slice(0, depth));
    return above !== undefined && readObject(above) === undefined;
  });
}

function applySpelling(text: string, { from, to, becomes, keys }: OlderSpelling): string {
  if (keys !== undefined) return moveInText(listToObjectInText(text, from, keys), from, to);
  const written = becomes === undefined ? text : setInText(text, from, becomes);
  return moveInText(written, from, to);
}
