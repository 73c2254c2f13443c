import {
  type Attribution,
  ConfigError,
  createTarget,
  type FailoverPolicy,
  type ModelRef,
  type ModelRow,
  type ModelTarget,
  parseModelRef,
  type Timeouts,
  ToolkitError,
  type Warning,
} from "@openclaw/core";
import { DEFAULT_ATTRIBUTION } from "@openclaw/core/internal";
import type { Config, ThinkingLevel } from "../config.js";
import { type Credential, missingKey } from "../credentials/resolve-credentials.js";
import { formatPath } from "../path/config-path.js";
import { THINKING_LEVELS } from "../schema/thinking-levels.js";
import { resolveHeaders } from "./headers.js";
import { configuredChoice, DEFAULT_MODELS, MODEL_PATHS, takesWireIds, type TargetKind } from "./kinds.js";
import { refuseMissingVariables } from "./missing-variables.js";
import { knownRefs, modelEntries, readAliases } from "./model-entries.js";
import { modelAllowed } from "./model-policy.js";
import { mergeParams } from "./normalize-params.js";
import { readParams } from "./read-params.js";
import { applyRowConfig } from "./rows.js";
import { resolveFailover, resolveTimeouts } from "./timeouts.js";

export interface TargetOverrides {
  /** Of this call; beats the configured one (IMG-1). 0 switches it off. */
  readonly timeoutMs?: number | undefined;
  /** Single clocks; beat everything. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** In place of the configured base URL. */
  readonly baseUrl?: string | undefined;
  /** A last layer of parameters, in any spelling. */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

export interface ResolveTargetsOptions {
  readonly config: Config;
  readonly kind: TargetKind;
  /** From `resolveCredentials`, in rotation order. */
  readonly credentials: readonly Credential[];
  /** What was asked for by name: a ref or an alias. Alone it is strict (FAIL-1). */
  readonly model?: string | undefined;
  /** Tried after the model; in place of every configured fallback. `[]` switches them off. */
  readonly fallbacks?: readonly string[] | undefined;
  readonly overrides?: TargetOverrides | undefined;
  /** An id under `agents.entries`, whose models and parameters come on top. */
  readonly agent?: string | undefined;
  /** Takes `author/model` without `openrouter/`, as the server does (SRV-2). */
  readonly allowWireId?: boolean | undefined;
  /** Catalogue rows by API id. Without one the traits are conservative. */
  readonly rows?: (wireId: string) => ModelRow | undefined;
  /** Refs to suggest from, beside the configured ones, when a name cannot be read. */
  readonly known?: readonly string[] | undefined;
}

/** Who chose the model: the caller, the configuration, or nobody. */
export type TargetSource = "explicit" | "configured" | "default";

export interface ResolvedTargets {
  /** Candidates in the order to try them: the primary with every key, then each fallback with every key. Never empty. */
  readonly targets: readonly ModelTarget[];
  /** No other model may answer. */
  readonly strict: boolean;
  readonly source: TargetSource;
  readonly timeouts: Timeouts;
  readonly failover: FailoverPolicy;
  /** The configured thinking level of the primary. */
  readonly thinking?: ThinkingLevel;
  readonly warnings: readonly Warning[];
}

/**
 * Turns a configuration and a choice of model into the targets that chat, media and tts take (CFG-5, FAIL-1).
 *
 * @throws RequestError `model_ref_invalid` for a model that cannot be read; ConfigError `key_missing` without credentials (KEY-4),
 * `base_url_invalid`, or `config_invalid` for a value whose variable is not set. Nothing is sent or read.
 */
export function resolveTargets(options: ResolveTargetsOptions): ResolvedTargets {
  const { config, kind, credentials, overrides = {} } = options;
  if (credentials.length === 0) throw missingKey();
  refuseMissingVariables(config, usedPaths(kind, options.agent));

  const warnings: Warning[] = [];
  const { models, source } = chooseModels(options, warnings);
  refuseMissingVariables(
    config,
    models.map(({ ref }) => formatPath(["agents", "defaults", "models", ref])),
  );
  const timeouts = { ...resolveTimeouts(config, kind, overrides.timeoutMs), ...overrides.timeouts };
  const targets = models.flatMap((model) => buildTargets(model, options, timeouts, warnings));
  const thinking = models[0] === undefined ? undefined : thinkingOf(models[0], config, options.agent);
  return {
    targets,
    strict: source === "explicit" && models.length === 1,
    source,
    timeouts,
    failover: resolveFailover(config),
    ...(thinking === undefined ? {} : { thinking }),
    warnings,
  };
}

function chooseModels(
  options: ResolveTargetsOptions,
  warnings: Warning[],
): { readonly models: readonly ModelRef[]; readonly source: TargetSource } {
  const { config, kind, agent } = options;
  const choice = configuredChoice(config, kind, agent);
  const wanted = options.model ?? choice.primary ?? DEFAULT_MODELS[kind];
  const source: TargetSource = options.model !== undefined ? "explicit" : choice.primary !== undefined ? "configured" : "default";
  const parse = (text: string): ModelRef =>
    parseModelRef(text, {
      aliases: readAliases(config, agent),
      known: [...knownRefs(config, agent), ...(options.known ?? [])],
      allowWireId: options.allowWireId === true || takesWireIds(kind),
    });
  const primary = parse(wanted);
  if (source === "explicit" && kind === "chat" && !modelAllowed(config, primary.ref)) {
    throw new ConfigError(`Model override "${primary.ref}" is not allowed by agents.defaults.modelPolicy.allow.`, {
      code: "config_invalid",
      hint: `Add "${primary.ref}" or "openrouter/*" to agents.defaults.modelPolicy.allow.`,
    });
  }
  const own = modelEntries(config, primary, agent).findLast(({ fallbacks }) => fallbacks !== undefined)?.fallbacks;
  const configured = source === "explicit" ? own : (choice.fallbacks ?? own);
  const chain = [primary];
  for (const text of options.fallbacks ?? configured ?? []) {
    const model = parseFallback(text, parse, warnings);
    if (model !== undefined && !chain.some(({ ref }) => ref === model.ref)) chain.push(model);
  }
  return { models: chain, source };
}

/** A fallback that cannot be used, such as one of another provider, must not take the primary down with it. */
function parseFallback(text: string, parse: (text: string) => ModelRef, warnings: Warning[]): ModelRef | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (!ToolkitError.isInstance(error)) throw error;
    warnings.push({ code: "fallback_ignored", message: `The fallback ${JSON.stringify(text)} is left out: ${error.message}` });
    return undefined;
  }
}

function buildTargets(model: ModelRef, options: ResolveTargetsOptions, timeouts: Timeouts, warnings: Warning[]): readonly ModelTarget[] {
  const { config, kind, overrides = {} } = options;
  const provider = config.models.providers.openrouter;
  const rowConfig = provider.models?.find(({ id }) => id === model.wireId || id === model.ref);
  const row = applyRowConfig(options.rows?.(model.wireId), rowConfig, model.wireId);
  const read = readParams(paramsOf(model, options, rowConfig));
  for (const warning of read.warnings) {
    if (!warnings.some(({ message }) => message === warning.message)) warnings.push(warning);
  }
  const speechUrl = kind === "speech" ? config.tts.providers.openrouter.baseUrl : undefined;
  return options.credentials.map(({ secret, label }) =>
    createTarget({
      model,
      apiKey: secret,
      keyLabel: label,
      baseUrl: overrides.baseUrl ?? speechUrl ?? provider.baseUrl,
      row,
      params: read.params,
      headers: resolveHeaders(config, rowConfig?.headers),
      attribution: resolveAttribution(config),
      timeouts,
    }),
  );
}

/** The layers of parameters, weakest first, as OpenClaw lays them. */
function paramsOf(
  model: ModelRef,
  options: ResolveTargetsOptions,
  rowConfig: { readonly params?: unknown; readonly compat?: { readonly openRouterRouting?: unknown } } | undefined,
): Readonly<Record<string, unknown>> {
  const { config, agent, kind } = options;
  const routing = rowConfig?.compat?.openRouterRouting;
  const speechRouting = kind === "speech" ? config.tts.providers.openrouter.provider : undefined;
  return mergeParams([
    config.models.providers.openrouter.params,
    routing === undefined ? undefined : { provider: routing },
    rowConfig?.params,
    config.agents.defaults.params,
    ...modelEntries(config, model, agent).map(({ params }) => params),
    agent === undefined ? undefined : config.agents.entries[agent]?.params,
    speechRouting === undefined ? undefined : { provider: speechRouting },
    options.overrides?.params,
  ]);
}

/** Agent's own level > the model's `params.thinking` > the default of all agents (as in OpenClaw). */
function thinkingOf(model: ModelRef, config: Config, agent: string | undefined): ThinkingLevel | undefined {
  const own = agent === undefined ? undefined : config.agents.entries[agent]?.thinkingDefault;
  const ofModel = modelEntries(config, model, agent)
    .map(({ params }) => params?.["thinking"])
    .findLast((level) => level !== undefined);
  const known = THINKING_LEVELS.find((level) => level === ofModel);
  return own ?? known ?? config.agents.defaults.thinkingDefault;
}

function resolveAttribution(config: Config): Attribution | false {
  const { attribution } = config.models.providers.openrouter;
  if (attribution === false) return false;
  if (attribution === undefined || attribution === true) return DEFAULT_ATTRIBUTION;
  const { categories = DEFAULT_ATTRIBUTION.categories, ...named } = attribution;
  return { ...DEFAULT_ATTRIBUTION, ...named, categories: typeof categories === "string" ? categories : categories.join(",") };
}

function usedPaths(kind: TargetKind, agent: string | undefined): readonly string[] {
  const provider = "models.providers.openrouter";
  const ofProvider = ["baseUrl", "headers", "params", "attribution", "request", "models"].map((name) => `${provider}.${name}`);
  const shared = [...ofProvider, "agents.defaults.params", MODEL_PATHS[kind]];
  const speech = kind === "speech" ? ["tts.providers.openrouter.baseUrl", "tts.providers.openrouter.provider"] : [];
  return [...shared, ...speech, ...(agent === undefined ? [] : [formatPath(["agents", "entries", agent])])];
}
