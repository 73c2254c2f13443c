import { redact } from "./errors/redact.js";
import { RequestError } from "./errors/request-error.js";
import { nearest } from "./nearest.js";

/** A model, by the name people configure and by the name the API takes. Made only by `parseModelRef`. */
export interface ModelRef {
  /** `openrouter/anthropic/claude-sonnet-4.6:nitro`: what config files and messages show. */
  readonly ref: string;
  /** `anthropic/claude-sonnet-4.6:nitro`: what goes into `model` on the wire. */
  readonly wireId: string;
  /** `anthropic/claude-sonnet-4.6`: lower case, without `~`, variants and preset; the key for traits. */
  readonly family: string;
  /** `anthropic`; `""` for a bare preset. */
  readonly author: string;
  /** `:free`, `:nitro` … without the colon, in order. */
  readonly variants: readonly string[];
  /** True for OpenRouter's own routers, such as `openrouter/auto`: the answering model is not known beforehand. */
  readonly router: boolean;
}

export interface ParseModelRefOptions {
  /** alias → ref; looked up without regard to case before anything else. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Take `author/model` without the leading `openrouter/` (SRV-2); the config and the CLI do not. */
  readonly allowWireId?: boolean;
  /** Refs to suggest from when the text cannot be used. */
  readonly known?: readonly string[];
}

const PROVIDER = "openrouter";
const SHAPE = /^(?:~?[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._-]*(?::[a-z0-9._-]+)*(?:@preset\/[a-z0-9._-]+)?|@preset\/[a-z0-9._-]+)$/i;

/**
 * Reads `openrouter/<provider>/<model>` (REF-1). Split on the first `/`; variants (`:free`), `~author/family-latest` and
 * `@preset/slug` pass unchanged. `openrouter/auto` stays `openrouter/auto` on the wire, `openrouter/openrouter/fusion`
 * becomes `openrouter/fusion`.
 *
 * @throws RequestError `model_ref_invalid`, with the nearest known refs, when the text is neither an alias nor a ref. Nothing is guessed.
 */
export function parseModelRef(text: string, options: ParseModelRefOptions = {}): ModelRef {
  const wanted = text.trim();
  const aliased = findAlias(wanted, options.aliases);
  const full = aliased ?? wanted;
  const slash = full.indexOf("/");
  if (slash <= 0)
    throw invalid(full, options, full === "" ? "The model is blank." : `"${full}" is neither an alias nor a model reference.`);

  const provider = full.slice(0, slash).toLowerCase();
  if (provider !== PROVIDER) {
    if (options.allowWireId !== true && !full.startsWith("@")) {
      throw invalid(full, options, `"${full}" names the provider "${provider}", which is not set up here.`);
    }
    return build(full, options);
  }
  const rest = full.slice(slash + 1);
  // A router such as `auto` has no author of its own: its API id keeps the `openrouter/` prefix.
  const wireId = rest.includes("/") ? rest : `${PROVIDER}/${rest}`;
  return build(wireId, options);
}

function build(written: string, options: ParseModelRefOptions): ModelRef {
  if (!SHAPE.test(written)) throw invalid(written, options, `"${written}" is not a model id.`);
  const [writtenBase = ""] = written.split("@preset/", 1);
  // API ids are lower case; preset slugs are the user's own.
  const base = writtenBase.toLowerCase();
  const wireId = `${base}${written.slice(writtenBase.length)}`;
  const [id = "", ...variants] = base.split(":");
  const family = id.replace(/^~/, "");
  const author = family.slice(0, Math.max(0, family.indexOf("/")));
  const router = author === PROVIDER;
  const shortRouter = router && family.split("/")[1] === "auto";
  return { ref: shortRouter ? wireId : `${PROVIDER}/${wireId}`, wireId, family, author, variants, router };
}

function findAlias(text: string, aliases: Readonly<Record<string, string>> = {}): string | undefined {
  const wanted = text.toLowerCase();
  return Object.entries(aliases).find(([alias]) => alias.toLowerCase() === wanted)?.[1];
}

function invalid(text: string, options: ParseModelRefOptions, message: string): RequestError {
  const candidates = [...Object.keys(options.aliases ?? {}), ...(options.known ?? [])];
  const suggestions = suggestRefs(text, candidates);
  const hint =
    suggestions.length > 0
      ? `Did you mean ${suggestions.map((suggestion) => `"${suggestion}"`).join(" or ")}?`
      : 'Write it as "openrouter/<provider>/<model>", for example "openrouter/moonshotai/kimi-k2.6", or define an alias.';
  // People paste keys into the wrong field.
  return new RequestError(redact(message.slice(0, 300)), { code: "model_ref_invalid", hint: redact(hint) });
}

function suggestRefs(text: string, candidates: readonly string[]): readonly string[] {
  const withPrefix = `${PROVIDER}/${text}`;
  if (SHAPE.test(text) && text.includes("/")) return [withPrefix];
  const lower = text.toLowerCase();
  const containing = lower.length < 3 ? [] : candidates.filter((candidate) => candidate.toLowerCase().includes(lower));
  return (containing.length > 0 ? containing : nearest(text, candidates)).slice(0, 3);
}
