// As ./internal.ts, for what needs Node: no promise stands behind a name here.
export { windowsPathProblem } from "./node/file-name.js";
export { makeFolder } from "./node/make-folder.js";
export { whileInUse } from "./node/while-in-use.js";
export { removeLeftovers, syncFolder } from "./node/write-file-atomic.js";
export { runOnNewerNode, type StartedProgram } from "./node/newer-node.js";
export { type OtherProgram, type RunInPlace, runInPlace } from "./node/run-in-place.js";
