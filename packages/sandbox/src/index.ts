export { createSandbox, type Sandbox } from "./sandbox.js";
export type { SandboxOptions } from "./options.js";
export type { SandboxFetch } from "./http/openrouter-fetch.js";
export type { RecordedRequest } from "./http/journal.js";
export type { FaultRule } from "./faults/fault-store.js";
export type { FaultName } from "./faults/fault.js";
export { FAULTS } from "./faults/fault-names.js";
