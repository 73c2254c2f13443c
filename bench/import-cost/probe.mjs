// Imports what it is told to, in a process that has imported nothing else, and says what that took.
const before = process.cpuUsage();
const startedMs = performance.now();
await Promise.all(process.argv.slice(2).map((name) => import(name)));
const wallMs = performance.now() - startedMs;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ importWallMs: wallMs, importCpuMs: (user + system) / 1000 }));
