// One measured run of one client in this process; prints its CPU time, with the import left out, as JSON.
import { clients } from "./clients.mjs";

const [, , name, base, header, count] = process.argv;
// A short run first: modules are loaded and the code is warm, as in any process that lives longer than one request.
await clients[name]({ base, headers: { [header]: "2000", "content-type": "application/json" } });
const before = process.cpuUsage();
const seen = await clients[name]({ base, headers: { [header]: count, "content-type": "application/json" } });
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, rssMb: process.resourceUsage().maxRSS / 1024, seen }));
