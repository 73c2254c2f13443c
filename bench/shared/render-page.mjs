import { goalNotes } from "./goal-notes.mjs";

/** The page of all sections: goals first, then each section's tables. */
export function renderPage(sections) {
  return [HEAD, goalsTable(sections), missed(sections), ...sections.flatMap(renderSection), AGAIN].flat().join("\n\n") + "\n";
}

const HEAD = `# Benchmarks

What the toolkit costs, against the least that could work (*bare*) and against other libraries in the same run. All figures come from one
command, \`npm run bench\`, save for one table that says so. Each subject runs in a fresh process, all subjects take turns, and a ratio is formed inside
a round and the median taken over the rounds: a busy machine makes everybody slower, and the ratio stays.`;

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

/** Plainly, and why. */
function missed(sections) {
  const goals = sections.flatMap(({ goals }) => goals.filter(({ met }) => !met));
  if (goals.length === 0) return [];
  const notes = goals.map(({ what, figure }) => `- **${what}** (${figure}). ${goalNotes[what] ?? "The cause is not known yet."}`);
  return ["Not met:", notes.join("\n")];
}

function renderSection({ title, text = [], tables, output, machine, rounds }) {
  const printed = output === undefined ? [] : [`\`\`\`text\n${output}\n\`\`\``];
  return [`## ${title}`, machineLine(machine, rounds), ...text, ...tables.flatMap(renderTable), ...printed];
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
