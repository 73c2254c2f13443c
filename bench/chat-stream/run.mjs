// CPU per chunk of a long stream, each client in a process of its own, in turn; ratios to the bare reader of the same round.
//   node bench/chat-stream/run.mjs [--rounds 5] [--chunks 50000] [--fragments 32000]
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    chunks: { type: "string", default: "50000" },
    fragments: { type: "string", default: "32000" },
    clients: { type: "string", default: "bare,openclaw,xsai,openai stream()" },
  },
});
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const server = spawn(process.execPath, [path("server.mjs")], { stdio: ["ignore", "pipe", "inherit"] });
const [port] = await once(server.stdout, "data");
const base = `http://127.0.0.1:${String(port).trim()}`;
// Whatever ends this process ends the server too.
process.on("exit", () => server.kill());
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** A client that cannot read the stream at all is left out of the table, and named. */
function measure(name, rest) {
  try {
    return JSON.parse(
      execFileSync(process.execPath, [path("one.mjs"), name, ...rest], {
        encoding: "utf8",
        timeout: 120_000,
        stdio: ["ignore", "pipe", "pipe"],
      }),
    );
  } catch (error) {
    console.error(`${name} failed: ${/Error: (.*)/.exec(String(error.stderr))?.[1] ?? error.message}`);
    return undefined;
  }
}

for (const [scenario, header, count] of [
  ["text chunks", "x-chunks", values.chunks],
  ["argument fragments of one tool call", "x-fragments", values.fragments],
]) {
  const rows = new Map();
  for (let round = 0; round < Number(values.rounds); round++) {
    let bare;
    for (const name of values.clients.split(",")) {
      const out = measure(name, [base, header, count]);
      if (out === undefined) continue;
      if (name === "bare") bare = out.cpuMs;
      const row = rows.get(name) ?? { cpuUs: [], ratio: [], rssMb: [], seen: out.seen };
      row.cpuUs.push((out.cpuMs * 1000) / Number(count));
      row.ratio.push(out.cpuMs / bare);
      row.rssMb.push(out.rssMb);
      rows.set(name, row);
    }
  }
  console.log(`\n${count} ${scenario}, ${values.rounds} rounds, medians (Node ${process.version})`);
  console.table(
    Object.fromEntries(
      [...rows].map(([name, row]) => [
        name,
        {
          "CPU µs each": median(row.cpuUs).toFixed(2),
          "× bare": median(row.ratio).toFixed(2),
          "peak RSS MB": Math.round(median(row.rssMb)),
          seen: row.seen,
        },
      ]),
    ),
  );
}
server.kill();
