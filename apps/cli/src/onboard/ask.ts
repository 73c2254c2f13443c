import type { LoadedConfig } from "@openclaw/config/node";
import { parseModelRef, resolveEndpoint, type Secret, ToolkitError } from "@openclaw/core";
import { maskSecret, parseKey } from "@openclaw/core/internal";
import type { Context } from "../context.js";
import { shownPrices } from "../models/shown-prices.js";
import { shownTokens } from "../output/amounts.js";
import type { AuthChoice } from "./auth-choices.js";
import { checkKey } from "./check-key.js";
import { KEY_VARIABLE, type FoundKey, keptKey, REFERENCE, storedKey } from "./find-key.js";
import type { SecretInputMode } from "./keep-in-keyring.js";
import type { Choice, Prompter } from "./prompter.js";
import { cliHint } from "../output/cli-hint.js";

/** What is wrong with a text that a parser refuses; for prompts. */
function problemOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    return ToolkitError.isInstance(error) ? `${error.message} ${cliHint(error) ?? ""}`.trim() : String(error);
  }
}

export function askChoice(prompter: Prompter): Promise<AuthChoice> {
  return prompter.select("How do you want to reach models?", [
    { value: "openrouter-api-key", label: "OpenRouter API key", hint: "from https://openrouter.ai/keys" },
    { value: "openrouter-oauth", label: "Sign in with OpenRouter", hint: "in the browser" },
    { value: "sandbox", label: "Offline sandbox", hint: "no key, no network, no model: to try things" },
    { value: "custom", label: "Another OpenRouter-shaped server", hint: "base URL and key" },
    { value: "skip", label: "Later" },
  ]);
}

const MAX_TRIES = 3;

/** Asks for a key and has it checked before it is taken; a refused one is asked for again. */
export async function askKey(
  context: Context,
  prompter: Prompter,
  facts: {
    readonly loaded: LoadedConfig;
    readonly stored: Secret | undefined;
    readonly baseUrl: string;
    readonly check: boolean;
    readonly title: string;
    readonly mode?: SecretInputMode | undefined;
  },
): Promise<FoundKey> {
  for (let tries = 1; ; tries++) {
    const found = await askOnce(prompter, facts);
    if (!facts.check) return found;
    const result = await prompter.task(
      "Asking about the key",
      () => checkKey(context, found.key, facts.baseUrl),
      (checked) =>
        checked.verdict === "accepted"
          ? `Accepted: ${checked.says}`
          : checked.verdict === "refused"
            ? `Not accepted: ${checked.error.message}`
            : `Could not ask: ${checked.says}`,
    );
    if (result.verdict === "accepted") return found;
    if (result.verdict === "unknown" && (await prompter.confirm("Save it without the check?", false))) return found;
    if (tries >= MAX_TRIES) throw new DOMException("Setup was left.", "AbortError");
  }
}

async function askOnce(
  prompter: Prompter,
  facts: {
    readonly loaded: LoadedConfig;
    readonly stored: Secret | undefined;
    readonly title: string;
    readonly mode?: SecretInputMode | undefined;
  },
): Promise<FoundKey> {
  const variable = facts.loaded.environment.values[KEY_VARIABLE];
  const choices: Choice<"keep" | "ref" | "copy" | "enter">[] = [
    ...(facts.stored === undefined ? [] : [{ value: "keep" as const, label: "Keep the stored key", hint: maskSecret(facts.stored) }]),
    ...(variable === undefined
      ? []
      : [
          ...(facts.mode !== undefined
            ? []
            : [{ value: "ref" as const, label: `Use ${KEY_VARIABLE} each time`, hint: "stores a reference" }]),
          { value: "copy" as const, label: `Store the key that ${KEY_VARIABLE} has now` },
        ]),
    { value: "enter", label: "Enter a key" },
  ];
  const how = choices.length === 1 ? "enter" : await prompter.select("Which key?", choices);
  if (how === "keep" && facts.stored !== undefined) return keptKey(facts.stored, facts.mode);
  if (how === "ref" && variable !== undefined)
    return { key: parseKey(variable), profile: REFERENCE, from: `a reference to ${KEY_VARIABLE}` };
  const text =
    how === "copy" && variable !== undefined ? variable : await prompter.secret(facts.title, (value) => problemOf(() => parseKey(value)));
  const key = parseKey(text);
  return { key, profile: storedKey(key), from: how === "copy" ? KEY_VARIABLE : "your input" };
}

export function askBaseUrl(prompter: Prompter): Promise<string> {
  return prompter.text("Base URL of the server", {
    placeholder: "https://gateway.example/api/v1",
    check: (value) => problemOf(() => resolveEndpoint(value)),
  });
}

/** The default model: the one that is set, the router, or one from the catalogue with its price and context. `undefined` keeps. */
export async function askModel(context: Context, prompter: Prompter, current: string | undefined): Promise<string | undefined> {
  const how = await prompter.select("Which model should answer by default?", [
    ...(current === undefined ? [] : [{ value: "keep" as const, label: `Keep ${current}` }]),
    { value: "auto", label: "openrouter/auto", hint: "OpenRouter chooses a model for each question" },
    { value: "search", label: "Search the catalogue" },
    { value: "type", label: "Type a reference" },
  ]);
  if (how === "keep") return undefined;
  if (how === "auto") return "openrouter/auto";
  if (how === "search") {
    const { rows } = await (await context.catalog()).all();
    const choices = rows
      .filter(({ outputModalities }) => outputModalities.includes("text"))
      .map((row) => {
        const { id, contextTokens } = row;
        const ref = id.startsWith("openrouter/") ? id : `openrouter/${id}`;
        const { prompt, completion } = shownPrices(row);
        const price = prompt === "free" ? "free" : `$${prompt} in, $${completion} out per M`;
        return {
          value: ref,
          label: ref,
          hint: `${shownTokens(contextTokens)} context, ${price}`,
        };
      });
    return prompter.search("Model", choices);
  }
  const text = await prompter.text("Model reference", {
    placeholder: "openrouter/moonshotai/kimi-k2.6",
    check: (value) => problemOf(() => parseModelRef(value)),
  });
  return parseModelRef(text).ref;
}
