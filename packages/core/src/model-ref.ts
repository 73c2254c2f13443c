import type { RequestError } from "./errors/request-error.js";
import { nearest } from "./nearest.js";
import { invalidModelRef, isModelId, type ModelRef, PROVIDER, readModelRef, type RefuseModelRef } from "./read-model-ref.js";

const HOW = 'Write it as "openrouter/<provider>/<model>", for example "openrouter/moonshotai/kimi-k2.6", or define an alias.';

export interface ParseModelRefOptions {
  /** alias → ref; looked up without regard to case before anything else. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  /** Take `author/model` without the leading `openrouter/` (SRV-2); the config and the CLI do not. */
  readonly allowWireId?: boolean | undefined;
  /** Refs to suggest from when the text cannot be used. */
  readonly known?: readonly string[] | undefined;
}

/**
 * Reads `openrouter/<provider>/<model>` (REF-1). Split on the first `/`; variants (`:free`), `~author/family-latest` and
 * `@preset/slug` pass unchanged. `openrouter/auto` stays `openrouter/auto` on the wire, `openrouter/openrouter/fusion`
 * becomes `openrouter/fusion`.
 *
 * @throws RequestError `model_ref_invalid`, with the nearest known refs, when the text is neither an alias nor a ref. Nothing is guessed.
 */
export function parseModelRef(text: string, options: ParseModelRefOptions = {}): ModelRef {
  const wanted = text.trim();
  const ref = findAlias(wanted, options.aliases) ?? wanted;
  const refuse: RefuseModelRef = (refused, message) => invalid(refused, options, message);
  const slash = ref.indexOf("/");
  if (ref !== "" && slash <= 0) throw refuse(ref, `"${ref}" is neither an alias nor a model reference.`);
  const provider = ref.slice(0, slash).toLowerCase();
  if (ref !== "" && provider !== PROVIDER && options.allowWireId !== true && !ref.startsWith("@")) {
    throw refuse(ref, `"${ref}" names the provider "${provider}", which is not set up here.`);
  }
  return readModelRef(ref, refuse);
}

function findAlias(text: string, aliases: Readonly<Record<string, string>> = {}): string | undefined {
  const wanted = text.toLowerCase();
  return Object.entries(aliases).find(([alias]) => alias.toLowerCase() === wanted)?.[1];
}

function invalid(text: string, options: ParseModelRefOptions, message: string): RequestError {
  const candidates = [...Object.keys(options.aliases ?? {}), ...(options.known ?? [])];
  const suggestions = suggestRefs(text, candidates);
  return invalidModelRef(
    message,
    suggestions.length === 0 ? HOW : `Did you mean ${suggestions.map((suggestion) => `"${suggestion}"`).join(" or ")}?`,
  );
}

function suggestRefs(text: string, candidates: readonly string[]): readonly string[] {
  const withPrefix = `${PROVIDER}/${text}`;
  if (isModelId(text) && text.includes("/")) return [withPrefix];
  const lower = text.toLowerCase();
  const containing = lower.length < 3 ? [] : candidates.filter((candidate) => candidate.toLowerCase().includes(lower));
  // The model itself before its relatives: the shortest that begins so, then the shortest that holds the word.
  const holds = (candidate: string): number => (candidate.toLowerCase().includes(`/${lower}`) ? 0 : 1);
  const closest = containing.toSorted((a, b) => holds(a) - holds(b) || a.length - b.length);
  return (closest.length > 0 ? closest : nearest(text, candidates)).slice(0, 3);
}
