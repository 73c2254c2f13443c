// Imports what it is told to, in a process that has imported nothing else, and says what that took.
import { subjects } from "./subjects.mjs";

const load = subjects[process.argv[2]];
const before = process.cpuUsage();
const startedMs = performance.now();
await load();
const importWallMs = performance.now() - startedMs;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ importWallMs, importCpuMs: (user + system) / 1000 }));
