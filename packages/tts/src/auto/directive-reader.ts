import type { Warning } from "@openclaw/core";
import { createCodeTracker } from "./code-tracker.js";
import {
  type Directive,
  type DirectiveOverrides,
  type DirectivePolicy,
  mayBecomeDirective,
  readDirective,
  readSettings,
} from "./directive.js";

/** A piece of an answer without its directives. */
export interface CleanPiece {
  /** What is shown. */
  readonly visible: string;
  /** What is heard if this answer is spoken as it comes: the same, hidden speech besides. */
  readonly spoken: string;
}

export interface DirectiveReader {
  push(chunk: string): CleanPiece;
  end(): CleanPiece;
  /** What was found so far. */
  readonly found: () => FoundDirectives;
}

export interface FoundDirectives {
  /** Any directive stood in the text. */
  readonly tagged: boolean;
  /** What stood between `[[tts]]` and `[[/tts]]` or `[[tts:text]]` and `[[/tts:text]]`; absent when nothing did. */
  readonly marked?: string;
  readonly overrides: DirectiveOverrides;
  readonly warnings: readonly Warning[];
}

/**
 * Takes the speech directives out of an answer while it is being written (TTS-2, as in OpenClaw). A directive that is cut by the borders
 * of chunks is never shown, not even in part; inside code it is text.
 */
export function createDirectiveReader(policy: DirectivePolicy = {}): DirectiveReader {
  const code = createCodeTracker();
  const warnings: Warning[] = [];
  let overrides: DirectiveOverrides = {};
  let held = "";
  let tagged = false;
  let block: "none" | "shown" | "hidden" = "none";
  let marked: string | undefined;
  let visible = "";
  let spoken = "";

  function write(text: string): void {
    if (text === "") return;
    if (block !== "hidden") visible += text;
    spoken += text;
    if (block !== "none") marked = (marked ?? "") + text;
  }

  function obey(directive: Directive): void {
    tagged = true;
    if (directive.kind === "settings") {
      const read = readSettings(directive.settings, policy);
      overrides = { ...overrides, ...read.overrides };
      warnings.push(...read.warnings);
    } else if (directive.kind === "tag" && block === "none") block = "shown";
    else if (directive.kind === "text") block = policy.allowText === false ? "none" : "hidden";
    else if (directive.kind === "tag-end" || directive.kind === "text-end") {
      // Blocks do not run together.
      if (marked !== undefined && block !== "none") marked += "\n";
      block = "none";
    }
  }

  function take(character: string): void {
    const isCode = code.next(character);
    if (isCode) {
      write(held + character);
      held = "";
      return;
    }
    held += character;
    while (held !== "" && !mayBecomeDirective(held)) {
      const directive = readDirective(held);
      if (directive !== undefined) {
        obey(directive);
        held = "";
        return;
      }
      write(held.slice(0, 1));
      held = held.slice(1);
    }
  }

  const piece = (): CleanPiece => {
    const taken = { visible, spoken };
    visible = "";
    spoken = "";
    return taken;
  };

  return {
    push(chunk) {
      if (policy.enabled === false) write(chunk);
      else for (let at = 0; at < chunk.length; at += 1) take(chunk.charAt(at));
      return piece();
    },
    end() {
      write(held);
      held = "";
      // A tag that was never closed marks nothing: it only says that the answer is to be spoken.
      if (block === "shown") marked = undefined;
      return piece();
    },
    found: () => ({ tagged, overrides, warnings, ...(marked === undefined || marked.trim() === "" ? {} : { marked: marked.trim() }) }),
  };
}

/** The same for an answer that is complete. */
export function readDirectives(text: string, policy: DirectivePolicy = {}): CleanPiece & FoundDirectives {
  const reader = createDirectiveReader(policy);
  const first = reader.push(text);
  const last = reader.end();
  return { visible: first.visible + last.visible, spoken: first.spoken + last.spoken, ...reader.found() };
}
