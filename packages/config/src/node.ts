// What reads and writes disks and starts processes. Environment and folders are arguments; the process itself is asked for its id and user only.
export { type InspectedFile, inspectConfig, type LoadConfigOptions, loadConfig, type LoadedConfig } from "./node/load-config.js";
export { type ConfigPaths, expandHome, resolvePaths, type ResolvePathsOptions } from "./node/paths.js";
export { editConfig, type EditConfigOptions, type EditedConfig } from "./node/edit-config.js";
export { type FileLock, type FileLockOptions, withFileLock } from "./node/file-lock.js";
export { createNodeSecretResolver, loadAllCredentials, loadCredentials, type LoadCredentialsOptions } from "./node/load-credentials.js";
export {
  type Keyring,
  openProfileStore,
  type OpenProfileStoreOptions,
  type ProfileStore,
  type SaveProfileOptions,
} from "./node/profile-store.js";
export type { LeftKey, MigratedKey } from "./migrate/migrate-text.js";
export { type FileSpellings, findOlderSpellings, mendConfig, type MendConfigOptions, type MendedFile } from "./node/mend-config.js";
export { createSystemKeyring, keyringAnswers } from "./node/system-keyring.js";
export { transportOptions } from "./node/transport-options.js";
