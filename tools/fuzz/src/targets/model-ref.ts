import { parseModelRef, ToolkitError } from "@openclaw/core";
import fc from "fast-check";
import { pureTarget } from "../target.js";

const part = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,8}$/),
  fc.constantFrom("openrouter", "OpenRouter", "auto", "~anthropic", "@preset", "", "..", " ", "%2f", "ＡＢ", "claude-sonnet-4.6", "\u0000"),
);
const refs = fc
  .tuple(
    fc.array(part, { minLength: 1, maxLength: 4 }),
    fc.array(fc.tuple(fc.constantFrom(":", "@preset/", "::", "@", "?", "#"), part), { maxLength: 3 }),
  )
  .map(([parts, tails]) => parts.join("/") + tails.map(([mark, tail]) => mark + tail).join(""));
const texts = fc.oneof({ weight: 4, arbitrary: refs }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) });
const aliases = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), refs, { maxKeys: 3 });

/** REF-1: a text is a reference that reads the same again, or one error; nothing is guessed. */
export const modelRef = pureTarget("model-ref", "a text is a reference that reads the same again, or one error", () =>
  fc.property(texts, aliases, fc.boolean(), (text, known, allowWireId) => {
    let first;
    try {
      first = parseModelRef(text, { aliases: known, allowWireId });
    } catch (error) {
      if (ToolkitError.isInstance(error) && error.code === "model_ref_invalid") return;
      throw error;
    }
    const again = parseModelRef(first.ref, { allowWireId });
    if (JSON.stringify(again) !== JSON.stringify(first))
      throw new Error(`${JSON.stringify(first)} reads again as ${JSON.stringify(again)}`);
    if (/[\s%?#\\]|(?:^|\/)\.\.?(?:\/|$)/.test(first.wireId)) throw new Error(`The API would be asked for ${JSON.stringify(first.wireId)}`);
  }),
);
