import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { runMeasured } from "../shared/measured-process.mjs";
import { createRounds } from "../shared/statistics.mjs";
import { clients } from "./clients.mjs";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const OURS = "@openclaw/chat";
const NAMES = Object.keys(clients);

// `pieces` in all: a short answer is read several times over, so that the work measured is the same.
const SCENARIOS = [
  { id: "text", scenario: "text", count: 50_000, repeats: 1, caption: "50,000 text chunks" },
  {
    id: "reasoning",
    scenario: "reasoning",
    count: 20_000,
    repeats: 1,
    caption: "20,000 reasoning chunks, half of them with `reasoning_details`",
  },
  { id: "tool 2000", scenario: "tool", count: 2000, repeats: 16 },
  { id: "tool 8000", scenario: "tool", count: 8000, repeats: 4 },
  { id: "tool 32000", scenario: "tool", count: 32_000, repeats: 1 },
];
// V8 enlarges its young generation in steps while a program keeps allocating; held small, what is left is the program's.
const FIXED_HEAP = ["--expose-gc", "--max-semi-space-size=4"];
const MEMORY_COUNTS = [200_000, 1_000_000, 2_000_000];

/** CPU time and memory of a long stream, each client in a process of its own, in turn. */
export async function measure({ rounds, quick, say }) {
  const server = spawn(process.execPath, [path("server.mjs")], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [port] = await once(server.stdout, "data");
    const origin = `http://127.0.0.1:${String(port).trim()}`;
    const streams = await measureStreams({ origin, rounds, quick, say });
    const memory = await measureMemory({ origin, rounds: quick ? 1 : 3, quick, say });
    return shape(streams, memory);
  } finally {
    server.kill();
  }
}

async function measureStreams({ origin, rounds, quick, say }) {
  const measured = new Map(SCENARIOS.map(({ id }) => [id, createRounds()]));
  for (let round = 0; round < rounds; round++) {
    for (const { id, scenario, count, repeats } of SCENARIOS) {
      say(`chat stream, round ${round + 1} of ${rounds}: ${id}`);
      const pieces = quick ? Math.ceil(count / 5) : count;
      for (const name of NAMES) {
        const { stdout, rssMb } = await runMeasured([path("one.mjs"), name, origin, scenario, String(pieces), String(repeats)]);
        const { streamCpuMs, seen } = JSON.parse(stdout);
        const all = pieces * repeats;
        if (seen < all) throw new Error(`${name} lost pieces of ${id}: it saw ${seen} of ${all}`);
        measured.get(id).add(name, round, { cpuUs: (streamCpuMs * 1000) / all, rssMb });
      }
    }
  }
  return measured;
}

async function measureMemory({ origin, rounds, quick, say }) {
  const measured = createRounds();
  for (let round = 0; round < rounds; round++) {
    for (const count of MEMORY_COUNTS.map((chunks) => (quick ? chunks / 10 : chunks))) {
      say(`chat stream, memory over ${count.toLocaleString("en")} chunks`);
      for (const name of ["bare", OURS]) {
        const { stdout, rssMb } = await runMeasured([...FIXED_HEAP, path("memory.mjs"), name, origin, String(count)]);
        const { keptMb, textMb } = JSON.parse(stdout);
        const { rssMb: defaultRssMb } = await runMeasured(["--expose-gc", path("memory.mjs"), name, origin, String(count)]);
        measured.add(`${name} ${count}`, round, { count, keptMb, textMb, rssMb, defaultRssMb });
      }
    }
  }
  return measured;
}

function shape(streams, memory) {
  const at = (id) => streams.get(id);
  const ratio = (id) => at(id).ratio(OURS, "bare", "cpuUs");
  const growth = (name) => at("tool 32000").median(name, "cpuUs") / at("tool 2000").median(name, "cpuUs");
  const counts = memory.names.filter((name) => name.startsWith(OURS)).map((name) => memory.median(name, "count"));
  const [few, many] = [counts[0], counts.at(-1)].map((count) => `${OURS} ${count}`);
  const extraMb = memory.median(many, "keptMb") - memory.median(many, "textMb");
  const peakGrowthMb = memory.median(many, "rssMb") - memory.median(few, "rssMb");
  // At the end the text is there twice for a moment: its pieces, and the one string that is made of them.
  const textGrowthMb = 2 * (memory.median(many, "textMb") - memory.median(few, "textMb"));
  return {
    title: "Chat streams",
    text: [
      "A server on loopback sends recorded-like chunks of about 300 bytes in writes of 16 KiB (reasoning: one event a write). Each client runs in a process of its own and is warm (2,000 chunks before); what is counted is the CPU time of the reading process, user and system. *Bare* is `fetch`, `split` and `JSON.parse`: the least that could work, with no events, no checks and no result. Every client must see every piece.",
    ],
    tables: [
      ...SCENARIOS.filter(({ caption }) => caption !== undefined).map(({ id, caption }) => ({
        caption,
        columns: ["client", "CPU µs a chunk", "× bare", "peak RSS MB"],
        rows: NAMES.map((name) => [
          name,
          at(id).median(name, "cpuUs").toFixed(2),
          at(id).ratio(name, "bare", "cpuUs").toFixed(2),
          Math.round(at(id).median(name, "rssMb")),
        ]),
      })),
      {
        caption: "One tool call whose arguments arrive in fragments of ten characters: CPU µs a fragment",
        columns: ["client", "2,000", "8,000", "32,000", "× bare at 32,000", "growth 2,000 → 32,000"],
        rows: NAMES.map((name) => [
          name,
          ...["tool 2000", "tool 8000", "tool 32000"].map((id) => at(id).median(name, "cpuUs").toFixed(2)),
          at("tool 32000").ratio(name, "bare", "cpuUs").toFixed(2),
          `${growth(name).toFixed(2)}×`,
        ]),
      },
      {
        caption: "Memory over a long answer, read to its end with the stream still held",
        columns: [
          "chunks",
          "text MB",
          "heap kept MB",
          "peak RSS MB",
          "bare, peak RSS MB",
          "peak RSS MB, V8 as it comes",
          "bare, V8 as it comes",
        ],
        rows: counts.map((count) => [
          count.toLocaleString("en"),
          memory.median(`${OURS} ${count}`, "textMb").toFixed(1),
          memory.median(`${OURS} ${count}`, "keptMb").toFixed(1),
          Math.round(memory.median(`${OURS} ${count}`, "rssMb")),
          Math.round(memory.median(`bare ${count}`, "rssMb")),
          Math.round(memory.median(`${OURS} ${count}`, "defaultRssMb")),
          Math.round(memory.median(`bare ${count}`, "defaultRssMb")),
        ]),
        note: "*Heap kept* is what a full collection leaves: the answer's text, and nothing that grows beside it. Peak RSS is taken with V8's young generation held small (`--max-semi-space-size=4`), and once more as V8 comes: there it is enlarged in steps, up to a bound, while a program keeps allocating, and most of the growth in the last two columns is that. The bare reader keeps no text.",
      },
    ],
    goals: [
      {
        what: "chat stream, 50,000 text chunks: CPU to bare",
        goal: "≤ 2.0×",
        figure: `${ratio("text").toFixed(2)}×`,
        met: ratio("text") <= 2,
      },
      {
        what: "one tool call in 32,000 fragments: CPU to bare",
        goal: "≤ 1.5×",
        figure: `${ratio("tool 32000").toFixed(2)}×`,
        met: ratio("tool 32000") <= 1.5,
      },
      {
        what: "tool fragments: cost of one at 32,000 to one at 2,000",
        goal: "linear (≤ 1.3×)",
        figure: `${growth(OURS).toFixed(2)}×`,
        met: growth(OURS) <= 1.3,
      },
      {
        what: `heap kept after ${counts.at(-1).toLocaleString("en")} chunks, the text itself taken off`,
        goal: "flat (≤ 5 MB)",
        figure: `${extraMb.toFixed(1)} MB`,
        met: extraMb <= 5,
      },
      {
        what: `peak RSS from ${counts[0].toLocaleString("en")} to ${counts.at(-1).toLocaleString("en")} chunks, the text taken off (its pieces and the string made of them)`,
        goal: "flat (≤ 20 MB more)",
        figure: `${(peakGrowthMb - textGrowthMb).toFixed(0)} MB more`,
        met: peakGrowthMb - textGrowthMb <= 20,
      },
    ],
    raw: { ...Object.fromEntries(streams), memory },
  };
}
