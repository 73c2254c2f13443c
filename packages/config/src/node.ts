// What reads and writes disks and starts processes. Nothing here touches the global process object: environment and folders are arguments.
export { type InspectedFile, inspectConfig, type LoadConfigOptions, loadConfig, type LoadedConfig } from "./node/load-config.js";
export { type ConfigPaths, expandHome, resolvePaths, type ResolvePathsOptions } from "./node/paths.js";
