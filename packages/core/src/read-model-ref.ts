import { redactShapes } from "./errors/redact-shapes.js";
import { RequestError } from "./errors/request-error.js";

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

export const PROVIDER = "openrouter";
const SHAPE =
  /^(?:~?[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._-]*(?::[a-z0-9._-]+)*(?:@preset\/[a-z0-9][a-z0-9._-]*)?|@preset\/[a-z0-9][a-z0-9._-]*)$/i;

/** Makes the error for a text that is no reference. */
export type RefuseModelRef = (text: string, message: string) => RequestError;

/** Reads a reference, or an API id: `parseModelRef` without aliases, suggestions and other providers to be told of. */
export function readModelRef(text: string, refuse: RefuseModelRef): ModelRef {
  if (text === "") throw refuse(text, "The model is blank.");
  const prefix = `${PROVIDER}/`;
  if (text.slice(0, prefix.length).toLowerCase() !== prefix) return build(text, refuse);
  const rest = text.slice(prefix.length);
  // A router such as `auto` has no author of its own: its API id keeps the `openrouter/` prefix. The slash of a preset names none.
  return build(/^@|^[^@]*\//.test(rest) ? rest : `${PROVIDER}/${rest}`, refuse);
}

/** Could this be the API's id of a model? */
export function isModelId(text: string): boolean {
  return SHAPE.test(text);
}

function build(written: string, refuse: RefuseModelRef): ModelRef {
  if (!SHAPE.test(written)) throw refuse(written, `"${written}" is not a model id.`);
  const [writtenBase = ""] = written.split("@preset/", 1);
  // API ids are lower case; preset slugs are the user's own.
  const base = writtenBase.toLowerCase();
  const wireId = `${base}${written.slice(writtenBase.length)}`;
  const [id = "", ...variants] = base.split(":");
  const family = id.replace(/^~/, "");
  const author = family.slice(0, Math.max(0, family.indexOf("/")));
  const router = author === PROVIDER;
  const shortRouter = id === `${PROVIDER}/auto`;
  return { ref: shortRouter ? wireId : `${PROVIDER}/${wireId}`, wireId, family, author, variants, router };
}

/** @param hint default: how a reference is written where there are no aliases */
export const invalidModelRef = (message: string, hint = 'Write it as "openrouter/<provider>/<model>".'): RequestError =>
  // People paste keys into the wrong field.
  new RequestError(redactShapes(message.slice(0, 300)), { code: "model_ref_invalid", hint: redactShapes(hint) });
