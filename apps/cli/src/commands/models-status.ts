import type { Credential, StoredProfile } from "@openclaw/config";
import { ToolkitError } from "@openclaw/core";
import { maskSecret } from "@openclaw/core/internal";
import { describeKey } from "../account/describe-key.js";
import { type KeyInfo, readKeyInfo } from "../account/read-key-info.js";
import { defineCommand } from "../args/command-spec.js";
import { CONNECTION_FLAGS } from "../args/connection-flags.js";
import type { Context } from "../context.js";
import { EXIT_FAILURE, EXIT_OK } from "../exit-codes.js";
import { labelledLines } from "../output/labelled.js";
import type { Output } from "../output/output.js";
import { printable } from "../output/printable.js";
import { shownMask } from "../output/shown-mask.js";
import { shownPath } from "../output/shown-path.js";
import { wrapWords } from "../output/wrap-words.js";
import { cliHint } from "../output/cli-hint.js";

export const command = defineCommand({
  about: "The models and keys in use, and where they come from. No key is ever shown whole.",
  flags: {
    plain: { kind: "switch", summary: "Only the default model's ref" },
    check: { kind: "switch", summary: "Exit with 1 when no usable key is there, 2 when one expires within a day" },
    probe: { kind: "switch", summary: "Ask OpenRouter about each key: its label, limit and balance" },
    ...CONNECTION_FLAGS,
  },
  examples: [
    { line: "models status", says: "also: openclaw models" },
    { line: "models status --probe", says: "are the keys accepted, and what is left on them" },
  ],
  async run(context, { flags }) {
    const status = await readStatus(context, flags.probe === true);
    const { out } = context;
    if (flags.plain === true) out.line(status.resolvedDefault);
    else if (context.json) out.json(toJson(status));
    else printStatus(context, status);
    const refused = status.probes.some(({ ok }) => !ok);
    if (flags.check !== true) return refused ? EXIT_FAILURE : EXIT_OK;
    if (status.credentials.length === 0 || refused) return EXIT_FAILURE;
    return status.expiresSoon ? EXPIRES_SOON : EXIT_OK;
  },
});

const EXPIRES_SOON = 2;
const WARN_AFTER_MS = 86_400_000;

interface Probe {
  readonly label: string;
  readonly ok: boolean;
  readonly info?: KeyInfo;
  readonly code?: string;
  readonly message?: string;
}

interface Status {
  readonly configPath: string;
  readonly agentDir: string;
  readonly homeDir: string;
  readonly baseUrl: string;
  readonly configuredDefault: string | undefined;
  readonly resolvedDefault: string;
  readonly fallbacks: readonly string[];
  readonly imageModel: string | undefined;
  readonly imageFallbacks: readonly string[];
  readonly media: Readonly<Record<string, string>>;
  readonly aliases: Readonly<Record<string, string>>;
  readonly configured: readonly string[];
  readonly storePath: string;
  readonly profiles: Readonly<Record<string, StoredProfile>>;
  readonly credentials: readonly Credential[];
  readonly problem: string | undefined;
  readonly shellEnv: boolean;
  readonly expiresSoon: boolean;
  readonly probes: readonly Probe[];
}

async function readStatus(context: Context, probe: boolean): Promise<Status> {
  const [{ DEFAULT_MODELS, readAliases }, { openProfileStore, loadAllCredentials }, loaded] = await Promise.all([
    import("@openclaw/config"),
    import("@openclaw/config/node"),
    context.config(),
  ]);
  const { config, agentDir } = loaded;
  const { defaults } = config.agents;
  const store = openProfileStore({ agentDir });
  const stored = await store.read();
  const aliases = readAliases(config);
  let problem: string | undefined;
  const { apiKey, authProfile } = context.flags;
  const credentials = await loadAllCredentials(loaded, {
    purpose: "chat",
    nowMs: context.io.now(),
    ...(apiKey === undefined ? {} : { flagKey: apiKey }),
    ...(authProfile === undefined ? {} : { profile: authProfile }),
  }).catch((error: unknown) => {
    if (!ToolkitError.isInstance(error)) throw error;
    if (error.code !== "key_missing") problem = `${error.message} ${cliHint(error) ?? ""}`.trim();
    return [];
  });
  const configuredDefault = defaults.model?.primary;
  const { baseUrl } = config.models.providers.openrouter;
  const soon = context.io.now() + WARN_AFTER_MS;
  return {
    configPath: loaded.path,
    agentDir,
    homeDir: loaded.homeDir,
    baseUrl,
    configuredDefault,
    resolvedDefault: configuredDefault === undefined ? DEFAULT_MODELS.chat : (aliases[configuredDefault] ?? configuredDefault),
    fallbacks: defaults.model?.fallbacks ?? [],
    imageModel: defaults.imageModel?.primary,
    imageFallbacks: defaults.imageModel?.fallbacks ?? [],
    media: {
      image: defaults.mediaModels.image.primary ?? DEFAULT_MODELS.image,
      video: defaults.mediaModels.video.primary ?? DEFAULT_MODELS.video,
      speech: config.tts.providers.openrouter.model,
    },
    aliases,
    configured: Object.keys(defaults.models ?? {}),
    storePath: store.path,
    profiles: stored.profiles,
    credentials,
    problem,
    shellEnv: config.env.shellEnv.enabled,
    expiresSoon: Object.values(stored.profiles).some((profile) => "expires" in profile && (profile.expires ?? Infinity) < soon),
    probes: probe ? await Promise.all(credentials.map((credential) => probeKey(context, credential, baseUrl))) : [],
  };
}

async function probeKey(context: Context, credential: Credential, baseUrl: string): Promise<Probe> {
  try {
    const options = { transport: await context.transport(), signal: context.io.signal };
    return { label: credential.label, ok: true, info: await readKeyInfo({ apiKey: credential.secret, baseUrl }, options) };
  } catch (error) {
    if (!ToolkitError.isInstance(error)) throw error;
    return { label: credential.label, ok: false, code: error.code, message: error.message };
  }
}

function printStatus({ out, io }: Context, status: Status): void {
  const path = (text: string): string => shownPath(text, status.homeDir);
  const list = (names: readonly string[]): string => (names.length === 0 ? "-" : names.join(", "));
  const rows: readonly (readonly [string, string])[] = [
    ["Config", path(status.configPath)],
    ["Agent dir", path(status.agentDir)],
    ["Endpoint", status.baseUrl],
    ["Default", status.configuredDefault === undefined ? `${status.resolvedDefault} (built in)` : status.resolvedDefault],
    [`Fallbacks (${status.fallbacks.length})`, list(status.fallbacks)],
    ["Image model", status.imageModel ?? "-"],
    [`Image fallbacks (${status.imageFallbacks.length})`, list(status.imageFallbacks)],
    ["Makes images", status.media["image"] ?? "-"],
    ["Makes videos", status.media["video"] ?? "-"],
    ["Speaks", status.media["speech"] ?? "-"],
    [`Aliases (${Object.keys(status.aliases).length})`, list(Object.entries(status.aliases).map(([alias, ref]) => `${alias} -> ${ref}`))],
    [`Configured models (${status.configured.length})`, list(status.configured)],
  ];
  const columns = out.terminal ? out.columns : Infinity;
  const shown = rows.map(([name, value]) => [name, printable(value)] as const);
  for (const line of labelledLines(shown, columns, (label) => out.style("bold", label))) out.line(line);
  out.line(`\n${out.style("bold", "Auth overview")}`);
  const auth = [
    ["Auth store", path(status.storePath)],
    ["Shell env", status.shellEnv ? "on" : "off"],
  ] as const;
  for (const line of labelledLines(auth, columns, (label) => label)) out.line(line);
  out.line(wrapWords(`- openrouter ${providerLine(status, out)}`, columns, "  "));
  if (status.problem !== undefined) out.line(out.style("red", wrapWords(`  ${printable(status.problem)}`, columns, "  ")));
  if (status.credentials.length === 0 && status.problem === undefined) {
    out.line(`  No key yet: ${io.program} onboard --auth-choice openrouter-api-key`);
  }
  for (const { label, ok, info, message, code } of status.probes) {
    const text = info === undefined ? (message ?? "not accepted") : describeKey(info);
    const verdict = ok ? out.style("green", "ok") : out.style("red", REFUSALS.has(code) ? "refused" : "not known");
    out.line(wrapWords(`  ${verdict}  ${label}: ${printable(text)}`, columns, "    "));
  }
}

// Everything else says nothing of the key.
const REFUSALS: ReadonlySet<string | undefined> = new Set(["authentication", "permission_denied", "payment_required"]);

function providerLine(status: Status, out: Pick<Output, "unicode">): string {
  const [effective] = status.credentials;
  const shown = status.credentials.map(({ label, secret }) => `${label}=${shownMask(secret, out)}`);
  const count = (type: StoredProfile["type"]): number => Object.values(status.profiles).filter((profile) => profile.type === type).length;
  const total = Object.keys(status.profiles).length;
  const parts = [
    `effective=${effective?.label ?? "missing"}`,
    `profiles=${total} (oauth=${count("oauth")}, token=${count("token")}, api_key=${count("api_key")})`,
    ...shown,
  ];
  return parts.join(" | ");
}

/** OpenClaw's shape, which scripts know. */
function toJson(status: Status): unknown {
  const { configPath, agentDir, baseUrl, configuredDefault, resolvedDefault, fallbacks, imageModel, imageFallbacks, aliases, configured } =
    status;
  const [effective] = status.credentials;
  return {
    configPath,
    agentDir,
    baseUrl,
    defaultModel: configuredDefault ?? resolvedDefault,
    resolvedDefault,
    fallbacks,
    imageModel: imageModel ?? null,
    imageFallbacks,
    mediaModels: status.media,
    aliases,
    allowed: configured,
    auth: {
      storePath: status.storePath,
      shellEnvFallback: { enabled: status.shellEnv, appliedKeys: [] },
      providersWithOAuth: Object.values(status.profiles).some(({ type }) => type !== "api_key") ? ["openrouter"] : [],
      missingProvidersInUse: effective === undefined ? ["openrouter"] : [],
      providers: [
        {
          provider: "openrouter",
          effective: effective === undefined ? { kind: "missing" } : { kind: effective.origin, detail: effective.label },
          keys: status.credentials.map(({ label, origin, secret }) => ({ label, origin, masked: maskSecret(secret) })),
        },
      ],
      unusableProfiles: [],
      oauth: { warnAfterMs: WARN_AFTER_MS, profiles: [], providers: [] },
      ...(status.probes.length === 0 ? {} : { probes: status.probes }),
      ...(status.problem === undefined ? {} : { problem: status.problem }),
    },
  };
}
