// One measured run of one client in this process; prints its CPU time, with the import left out, as JSON.
import { clients } from "./clients.mjs";

const [, , name, origin, scenario, count, repeats = "1"] = process.argv;
const read = (pieces) => clients[name]({ base: `${origin}/${scenario}/${pieces}`, scenario });
// A short run first: modules are loaded and the code is warm, as in any process that lives longer than one request.
await read(2000);
const before = process.cpuUsage();
const startedMs = performance.now();
let seen = 0;
for (let repeat = 0; repeat < Number(repeats); repeat++) seen += await read(count);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ streamCpuMs: (user + system) / 1000, streamWallMs: performance.now() - startedMs, seen }));
