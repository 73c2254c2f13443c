// What @openclaw/core offers on Node only. A line added here is public API; tests/architecture.test.ts pins the list.
export { createFileCatalogStore } from "./node/file-catalog-store.js";
export { createNodeTransport, type NodeTransport, type NodeTransportOptions } from "./node/node-transport.js";
export type { TlsOptions } from "./node/tls-options.js";
export { describeFileProblem, type FileAction, fileReason, systemCode, toFileError } from "./errors/file-problem.js";
export { fileNameProblem, safeFileName, windowsPathProblem } from "./node/file-name.js";
export { makeFolder } from "./node/make-folder.js";
export { type InUseFacts, whileInUse } from "./node/while-in-use.js";
export { removeLeftovers, syncFolder, writeFileAtomic, type WriteFileAtomicOptions, type WrittenFile } from "./node/write-file-atomic.js";
