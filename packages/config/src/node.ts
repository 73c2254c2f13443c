// What reads and writes disks and starts processes. Environment and folders are arguments; the process itself is asked for its id and user only.
export { type InspectedFile, inspectConfig, type LoadConfigOptions, loadConfig, type LoadedConfig } from "./node/load/load-config.js";
export { type ConfigPaths, expandHome, resolvePaths, type ResolvePathsOptions } from "./node/load/paths.js";
export { editConfig, type EditConfigOptions, type EditedConfig } from "./node/edit/edit-config.js";
export { type FileLock, type FileLockOptions, withFileLock } from "./node/file-lock.js";
export {
  createNodeSecretResolver,
  loadAllCredentials,
  loadCredentials,
  type LoadCredentialsOptions,
} from "./node/keys/load-credentials.js";
export {
  type Keyring,
  openProfileStore,
  type OpenProfileStoreOptions,
  type ProfileStore,
  type SaveProfileOptions,
} from "./node/keys/profile-store.js";
export type { LeftKey, MigratedKey } from "./migrate/migrate-text.js";
export { type FileSpellings, findOlderSpellings, mendConfig, type MendConfigOptions, type MendedFile } from "./node/edit/mend-config.js";
export { createSystemKeyring, keyringAnswers } from "./node/keys/system-keyring.js";
export { transportOptions } from "./node/transport-options.js";
