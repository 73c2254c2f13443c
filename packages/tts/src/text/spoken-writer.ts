const ENDS = /[.!?…。！？｡؟۔।॥:;,،、，：；]["'”’»›」』)\]]*$/u;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;
const TAIL_CHARACTERS = 8;

/**
 * Collects what is said: runs of blanks become one, and each block — paragraph, heading, list item, table row — ends with a mark and a
 * line break, so that nothing is read into the next one.
 */
export interface SpokenWriter {
  /** Adds characters; blanks among them are gathered. */
  text(characters: string): void;
  space(): void;
  /** Ends the block, if anything was said in it. */
  breakBlock(): void;
  /** True when something was said since the last break. */
  readonly open: () => boolean;
  /** Takes what was written since the last call. */
  take(): string;
}

export function createSpokenWriter(): SpokenWriter {
  let out = "";
  let tail = "";
  let open = false;
  let blank = false;
  let breakDue = false;

  return {
    text(characters) {
      for (const character of characters) {
        if (/\s/u.test(character)) {
          blank = true;
          continue;
        }
        const lead = breakDue ? "\n" : blank && open ? " " : "";
        breakDue = false;
        blank = false;
        open = true;
        out += lead + character;
        tail = (tail + lead + character).slice(-TAIL_CHARACTERS);
      }
    },
    space() {
      blank = true;
    },
    breakBlock() {
      if (!open) return;
      if (!ENDS.test(tail)) {
        const mark = CJK.test(tail) ? "。" : ".";
        out += mark;
        tail += mark;
      }
      // The line break is written only when something follows: the text never ends in one.
      breakDue = true;
      open = false;
      blank = false;
    },
    open: () => open,
    take() {
      const taken = out;
      out = "";
      return taken;
    },
  };
}
