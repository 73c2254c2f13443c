import { configJsonSchema, parseConfig, redactDocument } from "@openclaw/config";
import { ToolkitError } from "@openclaw/core";
import fc from "fast-check";
import { json5Styles, writeJson5 } from "../json5-text.js";
import { mutated, PLANTED_SECRET } from "../odd-values.js";
import { valuesOf } from "../schema-values.js";
import { pureTarget } from "../target.js";

const documents = mutated(valuesOf(configJsonSchema()));
const secrets = fc.constantFrom(
  {},
  { env: { OPENROUTER_API_KEY: PLANTED_SECRET } },
  { models: { providers: { openrouter: { apiKey: PLANTED_SECRET } } } },
  { gateway: { auth: { token: PLANTED_SECRET } } },
);

const texts = fc
  .tuple(
    documents,
    secrets,
    json5Styles,
    fc.option(fc.record({ at: fc.nat(), cut: fc.nat(6), put: fc.string({ unit: "binary", maxLength: 4 }) })),
  )
  .map(([document, secret, style, damage]) => {
    const whole = typeof document === "object" && document !== null && !Array.isArray(document) ? { ...document, ...secret } : document;
    const { text } = writeJson5(whole, style);
    if (damage === null) return text;
    const at = damage.at % (text.length + 1);
    return text.slice(0, at) + damage.put + text.slice(at + damage.cut);
  });

/** CFG-2, CFG-3, CFG-7: any text is a configuration or a ConfigError, the same each time, and no secret is ever in words. */
export const configText = pureTarget("config", "a text is a configuration or one config error, and no secret is in its words", () =>
  fc.property(texts, (text) => {
    const first = outcome(text);
    if (first !== outcome(text)) throw new Error("The same text was read in two ways.");
  }),
);

function outcome(text: string): string {
  try {
    const { document, warnings, notes } = parseConfig(text);
    const said = JSON.stringify([redactDocument(document), warnings, notes]);
    if (said.includes(PLANTED_SECRET)) throw new Error(`What may be shown shows a secret: ${said}`);
    return said;
  } catch (error) {
    if (!ToolkitError.isInstance(error) || error.code !== "config_invalid") throw error;
    const said = `${error.message} ${error.hint ?? ""}`;
    if (said.includes(PLANTED_SECRET)) throw new Error(`An error shows a secret: ${said}`, { cause: error });
    return said;
  }
}
