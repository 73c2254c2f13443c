import { activateSecrets, type Credential, type ResolvedTargets, resolveTargets, type TargetKind } from "@openclaw/config";
import { createNodeSecretResolver, loadConfig, type LoadConfigOptions, loadCredentials, type LoadedConfig } from "@openclaw/config/node";
import { type Catalog, ConfigError, RequestError, Secret, ToolkitError } from "@openclaw/core";
import { type LoginRules, readLoginRules } from "../auth/login-limits.js";
import { readTrustedProxy, type TrustedProxy } from "../auth/trusted-proxy.js";
import type { ModelChoice } from "./model-choice.js";

/** One reading of the configuration, whole: requests that have begun keep theirs while a newer one is loaded (SRV-2). */
export interface Snapshot {
  readonly loaded: LoadedConfig;
  /** Tokens and passwords that make an operator. */
  readonly operatorSecrets: readonly Secret[];
  /** Opens `/metrics` alone (`OPENCLAW_METRICS_TOKEN`). */
  readonly metricsSecret: Secret | undefined;
  /** Whom the proxy before the server may name (`gateway.auth.mode` "trusted-proxy"). */
  readonly trustedProxy: TrustedProxy | undefined;
  /** How many wrong tokens an address may try (`gateway.auth.rateLimit`). */
  readonly loginRules: LoginRules | undefined;
  /** Signs what goes to the configured webhook (`gateway.webhook.secret`). */
  readonly webhookSecret: Secret | undefined;
  /** Every secret of this reading, for redaction. */
  readonly secretTexts: readonly string[];
  /** The models behind the configured base URL. */
  readonly catalog: Catalog;
  /** The candidates for a choice of model, with what the catalogue knows of them. */
  targets(kind: TargetKind, choice: ModelChoice): Promise<ResolvedTargets>;
}

interface Remembered {
  readonly resolved: ResolvedTargets;
  readonly atMs: number;
}

// Resolving takes longer than the rest of a short request; the catalogue behind it changes by the hour.
const REMEMBERED_MS = 30_000;
const MAX_REMEMBERED = 1_000;

export interface SnapshotOptions {
  readonly configOptions: LoadConfigOptions;
  readonly catalogFor: (loaded: LoadedConfig) => Catalog;
  readonly now?: () => number;
}

/** Reads configuration and keys. @throws ConfigError when something of it cannot be used; nothing has changed then */
export async function loadSnapshot({ configOptions, catalogFor, now = Date.now }: SnapshotOptions): Promise<Snapshot> {
  const read = await loadConfig(configOptions);
  // References to secrets in headers and certificates are read once, here: a wrong one is told now and not to the first caller.
  const loaded = { ...read, config: await activateSecrets(read.config, createNodeSecretResolver(read), ["provider"]) };
  const trustedProxy = readTrustedProxy(loaded.config.gateway);
  const loginRules = readLoginRules(loaded.config.gateway);
  const [chat, speech, operatorSecrets, webhookSecret] = await Promise.all([
    keysOf(loaded, "chat"),
    keysOf(loaded, "speech"),
    operatorSecretsOf(loaded),
    webhookSecretOf(loaded),
  ]);
  const metricsToken = loaded.environment.values["OPENCLAW_METRICS_TOKEN"]?.trim() ?? "";
  const metricsSecret = metricsToken === "" ? undefined : new Secret(metricsToken);
  const catalog = catalogFor(loaded);
  const remembered = new Map<string, Remembered>();
  const found = [chat, speech].flatMap((keys) => (keys instanceof Error ? [] : keys));
  return {
    loaded,
    catalog,
    operatorSecrets,
    metricsSecret,
    trustedProxy,
    loginRules,
    webhookSecret,
    secretTexts: [
      ...new Set(
        [
          ...found.map(({ secret }) => secret),
          ...operatorSecrets,
          ...secretsIn(metricsSecret),
          ...secretsIn(webhookSecret),
          ...secretsIn(loaded.config.models.providers.openrouter),
        ].map((secret) => secret.reveal()),
      ),
    ],
    async targets(kind, choice) {
      const name = JSON.stringify([kind, choice.model, choice.fallbacks, choice.agent]);
      const known = remembered.get(name);
      if (known !== undefined && now() - known.atMs < REMEMBERED_MS) return known.resolved;
      const credentials = kind === "speech" ? speech : chat;
      if (credentials instanceof Error) throw credentials;
      const resolved = await resolveWithRows(loaded, { kind, choice, credentials, catalog });
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(name, { resolved, atMs: now() });
      return resolved;
    },
  };
}

/** A server without a key still starts: it says what is missing to whoever asks for a model (KEY-4). */
async function keysOf(loaded: LoadedConfig, purpose: "chat" | "speech"): Promise<readonly Credential[] | ConfigError> {
  try {
    return await loadCredentials(loaded, { purpose });
  } catch (error) {
    if (error instanceof ConfigError && error.code === "key_missing") return error;
    throw error;
  }
}

async function operatorSecretsOf(loaded: LoadedConfig): Promise<readonly Secret[]> {
  const { mode, token, password } = loaded.config.gateway.auth;
  if (mode === "none" || mode === "trusted-proxy") return [];
  const resolve = createNodeSecretResolver(loaded);
  const secrets: Secret[] = [];
  if (token !== undefined && mode !== "password") secrets.push(await resolve(token, "gateway.auth.token"));
  if (password !== undefined && mode !== "token") secrets.push(await resolve(password, "gateway.auth.password"));
  const usable = secrets.filter((secret) => secret.reveal().trim() !== "");
  if (usable.length > 0 || mode === undefined) return usable;
  throw new ConfigError(`gateway.auth.mode is "${mode}" and no ${mode} is set.`, {
    code: "config_invalid",
    hint: mode === "token" ? "Set OPENCLAW_GATEWAY_TOKEN." : "Set OPENCLAW_GATEWAY_PASSWORD.",
  });
}

async function webhookSecretOf(loaded: LoadedConfig): Promise<Secret | undefined> {
  const { secret } = loaded.config.gateway.webhook ?? {};
  if (secret === undefined) return undefined;
  const resolved = await createNodeSecretResolver(loaded)(secret, "gateway.webhook.secret");
  // As Standard Webhooks write it: 24 to 64 bytes.
  if (/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(resolved.reveal())) return resolved;
  throw new ConfigError("gateway.webhook.secret is not in the form of Standard Webhooks.", {
    code: "config_invalid",
    hint: 'It is whsec_ and 24 to 64 bytes in base64. Make one: echo "whsec_$(openssl rand -base64 32)"',
  });
}

function secretsIn(value: unknown): readonly Secret[] {
  if (value instanceof Secret) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(secretsIn) : [];
}

async function resolveWithRows(
  loaded: LoadedConfig,
  facts: {
    readonly kind: TargetKind;
    readonly choice: ModelChoice;
    readonly credentials: readonly Credential[];
    readonly catalog: Catalog;
  },
): Promise<ResolvedTargets> {
  const { kind, choice, credentials, catalog } = facts;
  const options = {
    config: loaded.config,
    kind,
    credentials,
    allowWireId: true,
    ...(choice.model === undefined ? {} : { model: choice.model }),
    ...(choice.fallbacks === undefined ? {} : { fallbacks: choice.fallbacks }),
    ...(choice.agent === undefined ? {} : { agent: choice.agent }),
  };
  const draft = resolveTargets(options);
  const own = new Set((loaded.config.models.providers.openrouter.models ?? []).map(({ id }) => id));
  for (const [index, { model }] of draft.targets.entries()) {
    const { warning } = await catalog.find(model);
    if (index > 0 || choice.model === undefined || warning?.code !== "model_not_in_catalog") continue;
    if (!own.has(model.wireId) && !own.has(model.ref)) throw unknownModel(model.wireId, warning.message);
  }
  return resolveTargets({ ...options, rows: (wireId) => catalog.peek(wireId) });
}

function unknownModel(wireId: string, message: string): RequestError {
  const meant = /Did you mean [^?]*\?/.exec(message)?.[0];
  return new RequestError(`The model "${wireId}" does not exist here.`, {
    code: "model_unknown",
    ...(meant === undefined ? {} : { hint: meant }),
  });
}

/** True for what a reload must survive: a file that cannot be used. Anything else is a mistake of ours. */
export function isConfigProblem(error: unknown): error is ToolkitError {
  return ToolkitError.isInstance(error);
}
