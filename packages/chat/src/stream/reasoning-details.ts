import type { JsonObject } from "@openclaw/core";
import { readArray, readNumber, readObject, readString } from "@openclaw/core/internal";
import { TextBuffer } from "./text-buffer.js";

type Detail = Record<string, JsonObject[string]>;

/** What one delta of `reasoning_details` adds for the eye: reasoning text, and text that some providers file under reasoning though it is the answer. */
export interface ReasoningDelta {
  /** Absent when the delta held no item of text: what stands beside it in plain words then counts. */
  readonly reasoning: string | undefined;
  readonly visible: string;
}

// A short text, such as one token, may well come twice.
const MIN_REPEAT_CHARACTERS = 24;
const VISIBLE_TYPES: ReadonlySet<string> = new Set(["response.output_text", "response.text"]);

/**
 * Assembles `reasoning_details` from a stream so that they can be replayed unchanged and in order (CHAT-6): text and
 * summaries of one block are joined, a signature closes its block, encrypted items are whole, unknown types are kept as they are.
 */
export class ReasoningAssembler {
  readonly #items: Detail[] = [];
  /** The words of an item that grows with every delta; its own field holds only what it began with. */
  readonly #texts = new Map<Detail, { readonly field: "text" | "summary"; readonly words: TextBuffer }>();
  readonly #seen = new Set<string>();
  #received = false;

  /** `undefined` when the field was never sent; an empty array when it was sent empty, which some models need back. */
  get items(): readonly JsonObject[] | undefined {
    return this.#received ? this.#items.map((item) => this.#whole(item)) : undefined;
  }

  #whole(item: Detail): JsonObject {
    const grown = this.#texts.get(item);
    return grown === undefined || grown.words.length === 0 ? { ...item } : { ...item, [grown.field]: grown.words.toString() };
  }

  push(details: unknown): ReasoningDelta {
    const array = readArray(details);
    if (array === undefined) return { reasoning: undefined, visible: "" };
    this.#received = true;
    let reasoning: string | undefined;
    let visible = "";
    for (const value of array) {
      const item = readObject(value);
      if (item === undefined) continue;
      const type = readString(item["type"]) ?? "";
      if (VISIBLE_TYPES.has(type)) visible += readString(item["text"]) ?? "";
      else {
        const text = this.#pushOne(item as Detail, type);
        if (text !== undefined) reasoning = `${reasoning ?? ""}${text}`;
      }
    }
    return { reasoning, visible };
  }

  #pushOne(item: Detail, type: string): string | undefined {
    const field = type === "reasoning.text" ? "text" : type === "reasoning.summary" ? "summary" : undefined;
    if (field === undefined) {
      this.#addWhole(item);
      return undefined;
    }
    const text = readString(item[field]);
    const repeated = this.#repeated(item, field);
    const last = this.#items.at(-1);
    const open = repeated ?? (last !== undefined && continues(last, item) ? last : undefined);
    if (open === undefined) {
      const begun = { ...item };
      const words = new TextBuffer();
      words.append(text ?? "");
      this.#items.push(begun);
      this.#texts.set(begun, { field, words });
      return text;
    }
    if (repeated === undefined) this.#texts.get(open)?.words.append(text ?? "");
    for (const key in item) {
      const value = item[key];
      if (value !== open[key] && key !== field && key !== "__proto__" && value !== null && value !== undefined) open[key] = value;
    }
    return repeated === undefined ? text : "";
  }

  /** Lengths are told without joining what has come. */
  #says(known: Detail, text: string): boolean {
    const words = this.#texts.get(known)?.words;
    return words?.length === text.length && words.toString() === text;
  }

  /** Encrypted and unknown items are complete in themselves; providers resend them. */
  #addWhole(item: Detail): void {
    const key = JSON.stringify([item["type"], item["id"] ?? null, item["data"] ?? item]);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#items.push({ ...item });
  }

  /** The block that is sent once more, whole: known by its signature, or by words too many to be said twice by chance (rule 3). */
  #repeated(item: Detail, field: "text" | "summary"): Detail | undefined {
    const text = item[field];
    if (typeof text !== "string" || text === "") return undefined;
    const signed = item["signature"] != null;
    if (!signed && text.length < MIN_REPEAT_CHARACTERS) return undefined;
    return this.#items.find(
      (known) =>
        known["type"] === item["type"] &&
        this.#says(known, text) &&
        (known["signature"] === item["signature"] ||
          (text.length >= MIN_REPEAT_CHARACTERS && !differ(known["signature"], item["signature"]))),
    );
  }
}

/** A delta continues the last block when type, index and format agree and the block was not closed by a signature. */
function continues(open: Detail, item: Detail): boolean {
  if (open["type"] !== item["type"]) return false;
  if (readNumber(open["index"]) !== readNumber(item["index"])) return false;
  if (differ(open["id"], item["id"])) return false;
  if (differ(open["format"], item["format"])) return false;
  const closed = typeof open["signature"] === "string" && open["signature"] !== "";
  return !closed || ((item["text"] ?? "") === "" && !differ(open["signature"], item["signature"]));
}

/** Both are there, and they are not the same. */
function differ(one: unknown, other: unknown): boolean {
  return one != null && other != null && one !== other;
}
