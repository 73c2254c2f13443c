import { ToolkitError } from "@openclaw/core";
import { readObject } from "@openclaw/core/internal";
import { diffDocuments } from "../edit/diff-documents.js";
import { setInText } from "../edit/edit-text.js";
import { listToObjectInText, moveInText } from "../edit/move-in-text.js";
import { parseJson5 } from "../json5/parse-json5.js";
import { toValue } from "../json5/to-value.js";
import { normalizeDocument } from "../normalize/normalize-document.js";
import { valueAt } from "../path/access.js";
import { type ConfigPath, formatPath } from "../path/config-path.js";
import { type OlderSpelling, olderSpellings } from "./older-spellings.js";

/** A key that was, or would be, renamed or moved; by its whole path, also where the file stands below others. */
export interface MigratedKey {
  readonly from: string;
  readonly to: string;
}

/** Why a key keeps its older spelling until a person decides. */
export interface LeftKey extends MigratedKey {
  /**
   * `clash`: both spellings are there and do not say the same; the newer one counts. `other-file`: its new place is in another file.
   * `includes`: because of what is included, the configuration would not mean what it means now.
   */
  readonly reason: "clash" | "other-file" | "includes";
}

export interface MigratedText {
  readonly text: string;
  readonly moved: readonly MigratedKey[];
  readonly left: readonly LeftKey[];
}

const MOST_MOVES = 10_000;

/**
 * Rewrites the older spellings of a configuration file into the newer ones (as in OpenClaw), with every value and comment kept, and every
 * byte around them. What the text means stays the same; a second run changes nothing.
 *
 * @param place the name of the file, and where it stands in the whole configuration when it is an included one
 * @throws ConfigError `config_invalid` when the text cannot be read
 */
export function migrateText(
  text: string,
  { file, prefix = [] }: { readonly file?: string; readonly prefix?: ConfigPath } = {},
): MigratedText {
  if (text.trim() === "") return { text, moved: [], left: [] };
  const read = (current: string): unknown => toValue(parseJson5(current, file));
  const named = ({ from, to }: OlderSpelling): MigratedKey => ({
    from: formatPath([...prefix, ...from]),
    to: formatPath([...prefix, ...to]),
  });
  const moved: MigratedKey[] = [];
  let current = text;
  for (let moves = 0; moves < MOST_MOVES; moves++) {
    const document = read(current);
    const next = spellingsBelow(document, prefix)
      .flatMap((spelling) => withoutClash(document, spelling))
      .find(({ clash }) => !clash);
    if (next === undefined) break;
    current = applySpelling(current, next.spelling);
    moved.push(named(next.spelling));
  }
  const after = read(current);
  // A section that was emptied says nothing any more.
  const clashing = spellingsBelow(after, prefix).filter(({ from }) => JSON.stringify(valueAt(after, from)) !== "{}");
  const elsewhere = spellingsElsewhere(after, prefix);
  const left = [
    ...clashing.map((spelling): LeftKey => ({ ...named(spelling), reason: "clash" })),
    ...elsewhere.map(({ from, to }): LeftKey => ({ from: formatPath(from), to: formatPath(to), reason: "other-file" })),
  ];
  const meaning = (current: string): unknown => normalizeDocument(standingAt(prefix, read(current))).document;
  if (diffDocuments(meaning(text), meaning(current)).length > 0) {
    throw new ToolkitError("The file with its newer spellings would not mean what it means now; nothing was written.", {
      code: "internal",
    });
  }
  return { text: current, moved, left };
}

/** With paths inside the file. */
function spellingsBelow(document: unknown, prefix: ConfigPath): readonly OlderSpelling[] {
  return olderSpellings(standingAt(prefix, document))
    .filter(({ from, to }) => isBelow(from, prefix) && isBelow(to, prefix))
    .map((spelling) => ({ ...spelling, from: spelling.from.slice(prefix.length), to: spelling.to.slice(prefix.length) }));
}

/** Older spellings in this file whose new place is outside it. */
function spellingsElsewhere(document: unknown, prefix: ConfigPath): readonly OlderSpelling[] {
  const whole = standingAt(prefix, document);
  return olderSpellings(whole).filter(
    ({ from, to }) => isBelow(from, prefix) && !isBelow(to, prefix) && JSON.stringify(valueAt(whole, from)) !== "{}",
  );
}

function isBelow(path: ConfigPath, prefix: ConfigPath): boolean {
  return path.length > prefix.length && prefix.every((segment, depth) => segment === path[depth]);
}

/** The whole configuration as far as this file says it. */
function standingAt([head, ...rest]: ConfigPath, document: unknown): unknown {
  if (head === undefined) return document;
  const value = standingAt(rest, document);
  return typeof head === "number" ? [...Array.from({ length: head }, () => ({})), value] : { [head]: value };
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
