// As ./internal.ts, for what needs Node: no promise stands behind a name here.
export { windowsPathProblem } from "./node/file-name.js";
export { makeFolder } from "./node/make-folder.js";
export { whileInUse } from "./node/while-in-use.js";
export { removeLeftovers, syncFolder } from "./node/write-file-atomic.js";
