import { goalNotes } from "./goal-notes.mjs";

/** The page of all sections: goals first, then each section's tables. */
export function renderPage(sections) {
  return [HEAD, goalsTable(sections), missed(sections), ...sections.flatMap(renderSection), AGAIN].flat().join("\n\n") + "\n";
}

const HEAD = `# Benchmarks

What the toolkit costs, against the least that could work (*bare*) and against other libraries in the same run. All figures come from one
command, \`npm run bench\`, save for one table that says so. Each subject runs in a fresh process, all subjects take turns, and a ratio is formed inside
a round and the median taken over the rounds: a busy machine makes everybody slower, and the ratio stays.`;

/** What the names in a section's output stand for, where the output itself does not say it. */
const ABOUT = {
  Gateway: `The same requests go to an upstream on loopback, which answers at once: directly; through nginx as a plain proxy; through the *skeleton*, which is \`node:http\` in front of an undici pool
and nothing else (no keys, no budgets, no ledger, no recovery); through openclaw-server with a virtual key, its budget, ledger and metrics on; and through Portkey's open-source gateway. CPU is that of the process
in the middle (for *direct*, of the upstream), in microseconds a request; *added* is what it adds to the direct way's time until the whole answer is there.`,
};

const AGAIN = `## Again

    npm run build
    npm run bench                                  # everything, about ten minutes; writes this page and bench/results/*.json
    npm run bench -- --only chat-stream,cli-start  # parts of it; the page keeps the other parts as they were
    npm run bench -- --quick                       # one round of less: does it run; writes nothing here

The raw samples of every round are in [bench/results](../bench/results).`;

function goalsTable(sections) {
  const rows = sections.flatMap(({ goals }) => goals.map(({ what, goal, figure, met }) => [what, goal, figure, met ? "yes" : "**no**"]));
  return ["## Goals", table(["what", "goal", "measured", "met"], rows)];
}

/** Plainly, and why; what has one cause is told once. */
function missed(sections) {
  const goals = sections.flatMap(({ goals }) => goals.filter(({ met }) => !met));
  if (goals.length === 0) return [];
  const byCause = Map.groupBy(goals, ({ what }) => goalNotes[what] ?? "The cause is not known yet.");
  const notes = [...byCause].map(
    ([cause, missed]) => `- ${missed.map(({ what, figure }) => `**${what}** (${figure})`).join("; ")}. ${cause}`,
  );
  return ["Not met:", notes.join("\n")];
}

function renderSection({ title, text = [], tables, output, machine, rounds }) {
  const printed = output === undefined ? [] : [`\`\`\`text\n${output}\n\`\`\``];
  const about = ABOUT[title] === undefined ? [] : [ABOUT[title]];
  return [`## ${title}`, machineLine(machine, rounds), ...about, ...text, ...tables.flatMap(renderTable), ...printed];
}

function machineLine({ cpu, cores, memoryGb, node, platform, date, commit, loadBefore, loadAfter }, rounds) {
  const load = `load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after`;
  return `${date}, commit ${commit}: ${cpu}, ${cores} cores, ${memoryGb} GB, ${platform}, Node ${node}, ${rounds === undefined ? "" : `${rounds} rounds, `}${load}.`;
}

function renderTable({ caption, columns, rows, note }) {
  return [...(caption === undefined ? [] : [`### ${caption}`]), table(columns, rows), ...(note === undefined ? [] : [note])];
}

function table(columns, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  // The first column holds names, the others figures.
  const rule = columns.map((_, index) => (index === 0 ? "---" : "--:"));
  return [line(columns), line(rule), ...rows.map(line)].join("\n");
}
