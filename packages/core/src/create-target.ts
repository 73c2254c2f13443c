import { resolveEndpoint } from "./endpoint.js";
import { ConfigError } from "./errors/config-error.js";
import { defined } from "./json.js";
import { BUNDLED_ROWS } from "./openrouter/bundled-rows.js";
import { findRow, indexRows } from "./openrouter/find-row.js";
import { DEFAULT_ATTRIBUTION } from "./openrouter/attribution.js";
import type { ModelRow } from "./openrouter/model-row.js";
import type { Overrides } from "./overrides.js";
import { RequestError } from "./errors/request-error.js";
import { invalidModelRef, type ModelRef, readModelRef } from "./read-model-ref.js";
import { Secret } from "./secret.js";
import type { Attribution, ModelParams, ModelTarget, Timeouts } from "./target.js";
import { DEFAULT_TIMEOUTS } from "./timeouts.js";
import { resolveTraits } from "./traits/resolve-traits.js";

export interface CreateTargetOptions {
  /** `openrouter/<provider>/<model>`, or the API's own `<provider>/<model>`. */
  readonly model: string | ModelRef;
  /** `undefined` is refused as a missing key is, so that an environment variable can be passed as it is. */
  readonly apiKey: string | Secret | undefined;
  /** Default `https://openrouter.ai/api/v1`. */
  readonly baseUrl?: string | undefined;
  /** The model's catalogue row, from `createCatalog().find(…)`; without it only bundled rows are known. */
  readonly row?: ModelRow | undefined;
  /** For all requests to this target; a request's own `params` win, key by key. */
  readonly params?: ModelParams | undefined;
  /** Sent with every request, over those of this toolkit; the key has its own field. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Who the request is from, for OpenRouter's app pages. Default: OpenClaw; `false` sends none. */
  readonly attribution?: Attribution | false | undefined;
  /** Over `DEFAULT_TIMEOUTS`, key by key; 0 switches a clock off. */
  readonly timeouts?: Overrides<Timeouts> | undefined;
  /** Names the key in attempts and circuits without showing it. Default `given`. */
  readonly keyLabel?: string | undefined;
}

/**
 * Builds the target that `streamChat`, `generateImages`, `synthesize` … take.
 *
 * @throws RequestError `model_ref_invalid`, ConfigError `base_url_invalid` or `key_malformed`: before anything is sent.
 * @example
 * const target = createTarget({ model: "openrouter/moonshotai/kimi-k2.6", apiKey: key });
 */
export function createTarget(options: CreateTargetOptions): ModelTarget {
  // A key must not go to OpenRouter because the address of another server is misspelt, as other libraries write it.
  if ("baseURL" in Object(options)) throw new RequestError("baseURL is written baseUrl.", { code: "input_invalid" });
  // Without types, it may be missing: then it is blank.
  const given = options.model ?? "";
  const model = typeof given === "string" ? readModelRef(given.trim(), (_text, message) => invalidModelRef(message)) : given;
  const apiKey = options.apiKey instanceof Secret ? options.apiKey : parseKey(options.apiKey ?? "");
  const row = options.row ?? findRow(indexRows(BUNDLED_ROWS), model.wireId);
  return {
    model,
    endpoint: resolveEndpoint(options.baseUrl),
    apiKey,
    keyLabel: options.keyLabel ?? "given",
    traits: resolveTraits(model, row),
    params: options.params ?? {},
    headers: options.headers ?? {},
    attribution: options.attribution ?? DEFAULT_ATTRIBUTION,
    timeouts: { ...DEFAULT_TIMEOUTS, ...defined(options.timeouts ?? {}) },
  };
}

/**
 * Accepts a key as it is pasted (spaces around it are dropped) and refuses what cannot be sent in a header.
 *
 * @throws ConfigError `key_missing` or `key_malformed`; the value itself is never part of the message.
 */
export function parseKey(text: string): Secret {
  const key = text.trim();
  const refused =
    key === ""
      ? (["key_missing", "is blank", "Pass apiKey, for example from the variable OPENROUTER_API_KEY"] as const)
      : /[^\x21-\x7e]/.test(key)
        ? ([
            "key_malformed",
            "holds spaces, line breaks or characters outside ASCII",
            "Copy it again: one word that starts with sk-or-",
          ] as const)
        : undefined;
  if (refused !== undefined) {
    const [code, problem, hint] = refused;
    throw new ConfigError(`The API key ${problem}.`, { code, hint: `${hint}; keys are made at https://openrouter.ai/keys.` });
  }
  return new Secret(key);
}
