import { type InlineStep, readInlineMark } from "./inline-marks.js";
import { type LineStart, LONGEST_HELD_LINE, readLineStart, readRow } from "./line-start.js";
import { describeCode, type SpeakablePolicy } from "./speakable-policy.js";
import { soundOf } from "./silent-characters.js";
import { createSpokenWriter } from "./spoken-writer.js";

export interface MarkdownReader {
  /** Takes more of the answer; gives what is now sure to be said. */
  push(chunk: string): string;
  /** The answer is complete: gives the rest. */
  end(): string;
}

/**
 * Turns Markdown into what a person would say, while it is still being written (TTS-3). Whatever way the text is cut on its way in, what
 * comes out is the same. It waits only inside a construct that is still open, and never for more than about two thousand characters.
 */
export function createMarkdownReader(policy: SpeakablePolicy = {}): MarkdownReader {
  const writer = createSpokenWriter();
  let buffer = "";
  let atLineStart = true;
  let inHeading = false;
  let listed = false;
  let quoted = false;
  let before = "";
  let afterPicture = false;
  let fence: string | undefined;
  let fenceQuoted = false;

  function readLine(final: boolean): boolean {
    const end = buffer.indexOf("\n");
    const complete = end >= 0 || final;
    const line = end < 0 ? buffer : buffer.slice(0, end);
    const next = end < 0 ? buffer.length : end + 1;
    if (fence !== undefined) return readFenced(line, { complete, next });
    const start = readLineStart(line, { complete, continues: writer.open(), listed });
    if (start.kind === "more") return false;
    if (start.kind !== "text" && start.kind !== "quote") listed = start.kind === "item";
    apply(start, next);
    return true;
  }

  function apply(start: LineStart, next: number): void {
    const enter = (skip: number): void => {
      buffer = buffer.slice(skip);
      atLineStart = false;
      before = "";
    };
    switch (start.kind) {
      case "more":
        return;
      case "quote":
        if (!quoted) writer.breakBlock();
        quoted = true;
        // What follows the mark is a line of its own, whose start is read next.
        buffer = buffer.slice(start.skip);
        return;
      case "text":
        enter(start.skip);
        return;
      case "item":
        writer.breakBlock();
        writer.text(start.label);
        enter(start.skip);
        return;
      case "heading":
      case "row":
        writer.breakBlock();
        buffer = `${start.kind === "row" ? readRow(start.text) : start.text}\n${buffer.slice(next)}`;
        enter(0);
        inHeading = true;
        return;
      case "fence":
        writer.breakBlock();
        fence = start.mark;
        fenceQuoted = quoted;
        if (policy.code !== "skip" && policy.code !== "read") {
          writer.text((policy.codePhrase ?? describeCode)(start.language));
          writer.breakBlock();
        }
        buffer = buffer.slice(next);
        return;
      case "blank":
      case "rule":
        writer.breakBlock();
        quoted = false;
        buffer = buffer.slice(next);
        return;
      case "dropped":
        buffer = buffer.slice(next);
        return;
    }
  }

  function readFenced(line: string, facts: { readonly complete: boolean; readonly next: number }): boolean {
    const mark = fence ?? "";
    if (!facts.complete && line.length <= LONGEST_HELD_LINE) return false;
    const inner = fenceQuoted ? /^\s*> ?(.*)$/.exec(line)?.[1] : line;
    if (inner === undefined) {
      // The quotation is over, and the code in it.
      fence = undefined;
      return true;
    }
    const closing = new RegExp(`^\\s*\\${mark[0] ?? "`"}{${mark.length},}\\s*$`).test(inner);
    if (closing) fence = undefined;
    else if (policy.code === "read") writer.text(inner);
    if (facts.complete) writer.breakBlock();
    buffer = buffer.slice(facts.complete ? facts.next : line.length);
    return true;
  }

  function readCharacter(final: boolean): boolean {
    const code = buffer.codePointAt(0) ?? 0;
    // Half of a pair: the other half is on its way.
    if (code >= 0xd800 && code <= 0xdbff && buffer.length === 1 && !final) return false;
    const character = String.fromCodePoint(code);
    if (character === "\n") {
      const hard = before === "  ";
      if (hard || inHeading) writer.breakBlock();
      inHeading = false;
      writer.space();
      buffer = buffer.slice(1);
      atLineStart = true;
      return true;
    }
    const step = readInlineMark({ rest: buffer, before: before.slice(-1), final, policy });
    if (step === "more") return false;
    if (step === undefined) say(character);
    else follow(step);
    return true;
  }

  function follow(step: InlineStep): void {
    const skipped = buffer.slice(0, step.skip);
    if (step.breaks === true) writer.breakBlock();
    if (step.say !== undefined && step.say !== "") writer.text(step.say);
    buffer = (step.again ?? "") + buffer.slice(step.skip);
    afterPicture = false;
    // What is read again begins anew; a mark that says nothing leaves the word's edge where it was.
    if (step.again === undefined && step.say !== "") before = step.say ?? skipped.slice(-1);
    if (skipped.endsWith("\n")) atLineStart = true;
  }

  function say(character: string): void {
    buffer = buffer.slice(character.length);
    const sound = soundOf(character, afterPicture);
    if (sound === "picture") {
      writer.space();
      before = " ";
    }
    afterPicture = sound === "picture" || (afterPicture && sound === "none");
    if (sound !== "said") return;
    writer.text(character);
    before = character === " " && before.endsWith(" ") ? "  " : character;
  }

  function run(final: boolean): string {
    while (buffer !== "") {
      const moved = atLineStart ? readLine(final) : readCharacter(final);
      if (!moved) break;
    }
    return writer.take();
  }

  return {
    push(chunk) {
      buffer += chunk.replaceAll("\r", "");
      return run(false);
    },
    end() {
      const rest = run(true);
      writer.breakBlock();
      return rest + writer.take();
    },
  };
}
