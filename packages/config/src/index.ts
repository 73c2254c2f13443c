// The public names of @openclaw/config: everything that needs no disk. Files, locks and processes are behind ./node.
export type {
  AgentDefaults,
  AgentEntry,
  AuthConfig,
  Config,
  MediaChoice,
  ModelChoice,
  ModelEntry,
  ProviderConfig,
  ProxyConfig,
  SpeechProviderConfig,
  ThinkingLevel,
  TlsConfig,
  TtsConfig,
} from "./config.js";
export type { GatewayConfig } from "./gateway-config.js";
export type { ExecSecretProvider, FileSecretProvider, SecretInput, SecretRef, SecretsConfig } from "./secrets/secret-types.js";
export {
  type Credential,
  type CredentialOrigin,
  resolveCredentials,
  type ResolveCredentialsOptions,
} from "./credentials/resolve-credentials.js";
export type { ProfileUsage, StoredProfile, StoredProfiles } from "./credentials/profile.js";
export { applyEdits, type ConfigChange, type EditedText } from "./edit/apply-edits.js";
export type { ConfigEdit } from "./edit/edits.js";
export type { Environment, VariableOrigin, Variables } from "./environment/environment.js";
export { describeOrigin, type ExplainedValue, explainConfig } from "./explain.js";
export { parseJson5Value } from "./json5/parse-json5-value.js";
export type { FlagValue } from "./layers.js";
export type { Origins, ValueOrigin } from "./origins.js";
export { parseConfig, type ParseConfigOptions } from "./parse-config.js";
export type { ConfigPath } from "./path/config-path.js";
export { readConfigValue, type ShownValue } from "./read-value.js";
export { explainMissing, type MissingPath } from "./missing-path.js";
export type { LocatedIssue, ResolvedConfig } from "./resolve-config.js";
export { configJsonSchema } from "./schema/json-schema.js";
export { activateSecrets, type SecretSurface } from "./secrets/activate-secrets.js";
export type { ResolveSecret, SecretReaders } from "./secrets/resolve-secret.js";
export { redactDocument } from "./secrets/redact-document.js";
export { REDACTED as HIDDEN_SECRET } from "./secrets/secret-paths.js";
export { DEFAULT_MODELS, type TargetKind } from "./targets/kinds.js";
export { readAliases } from "./targets/model-entries.js";
export {
  type ResolvedTargets,
  resolveTargets,
  type ResolveTargetsOptions,
  type TargetOverrides,
  type TargetSource,
} from "./targets/resolve-targets.js";
