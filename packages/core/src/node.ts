// What @openclaw/core offers on Node only. A line added here is public API; tests/architecture.test.ts pins the list. What only the packages of
// this repository need is in ./internal-node.ts.
export { createFileCatalogStore } from "./node/file-catalog-store.js";
export { createNodeTransport, type NodeTransport, type NodeTransportOptions } from "./node/node-transport.js";
export type { TlsOptions } from "./node/tls-options.js";
export { fileNameProblem, safeFileName } from "./node/file-name.js";
export { writeFileAtomic, type WriteFileAtomicOptions, type WrittenFile } from "./node/write-file-atomic.js";
