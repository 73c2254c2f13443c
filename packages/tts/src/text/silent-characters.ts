// Marks of direction, controls and soft breaks; the joiners are not among them, because scripts need them.
const CONTROL = /[\p{Cc}\p{Cf}]/u;
const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}|[\u2713-\u2718\u25a0-\u25ff\u2500-\u257f]/u;
const SAID_SIGNS: ReadonlySet<string> = new Set(["©", "®", "™"]);
const ZERO_WIDTH_NON_JOINER = 0x200c;
const ZERO_WIDTH_JOINER = 0x200d;

/**
 * Whether a character is said, stands for a picture (which parts the words around it), or is a mark without sound (TTS-3).
 *
 * @param afterPicture the character before it was a picture, or belongs to one
 */
export function soundOf(character: string, afterPicture: boolean): "said" | "picture" | "none" {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return code < 0x20 && !/\s/.test(character) ? "none" : "said";
  if (code === ZERO_WIDTH_JOINER) return afterPicture ? "none" : "said";
  if (code === ZERO_WIDTH_NON_JOINER) return "said";
  if (isPictureTail(code)) return "none";
  if (PICTURE.test(character)) return SAID_SIGNS.has(character) ? "said" : "picture";
  return CONTROL.test(character) ? "none" : "said";
}

/** Variation selectors, the keycap frame, skin tones and tag letters. */
function isPictureTail(code: number): boolean {
  return (
    code === 0xfe0e || code === 0xfe0f || code === 0x20e3 || (code >= 0x1f3fb && code <= 0x1f3ff) || (code >= 0xe0020 && code <= 0xe007f)
  );
}
