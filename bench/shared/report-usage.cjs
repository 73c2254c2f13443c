// Loaded before a measured program: when the process ends, it says on descriptor 3 what the whole of it took.
const { readFileSync, writeSync } = require("node:fs");

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  writeSync(3, JSON.stringify({ cpuMs: (user + system) / 1000, rssMb: peakRssMb() }));
});

// On Linux `maxRSS` starts at what the parent had when it forked; the high-water mark in /proc is the process's own.
function peakRssMb() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}
