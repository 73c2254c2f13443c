// Plays what goes wrong with paid media work against this toolkit and others, and prints what docs/paid-work.md shows (--write puts it there).
//   node bench/media-survival/run.mjs [--only SUBJECT,…] [--scenario NAME,…] [--verbose] [--write]
import { createSandbox } from "@openclaw/sandbox";
import { readArguments } from "../../scripts/steps/read-arguments.mjs";
import { createFront } from "./front.mjs";
import { play } from "./play.mjs";
import { SCENARIOS } from "./scenarios.mjs";
import { createStorage } from "./storage.mjs";
import { PLAIN_AI_SDK, SUBJECTS } from "./subjects.mjs";
import { judge, renderTable } from "./table.mjs";
import { describeRun, writePage } from "./write-page.mjs";

const { values } = readArguments("node bench/media-survival/run.mjs [--only SUBJECT,…] [--scenario NAME,…] [--verbose] [--write]", {
  options: {
    only: { type: "string" },
    scenario: { type: "string" },
    verbose: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const chosen = (list, key, wanted) => list.filter((entry) => wanted === undefined || wanted.split(",").includes(entry[key]));
const subjects = chosen(SUBJECTS, "file", values.only);
const scenarios = chosen(SCENARIOS, "name", values.scenario);

const sandbox = await createSandbox({ videoScale: 0.25, imageScale: 0.25, jobPolls: 3, journalLimit: 100_000, tokensPerSecond: Infinity });
const front = await createFront(sandbox);
const file = await makeReference();
const storage = await createStorage(file);

const rows = [];
for (const scenario of scenarios) {
  const cells = [];
  for (const subject of subjects) {
    const result = await play(subject, scenario, { sandbox, front, storage, file });
    const cell = judge(result, scenario);
    cells.push(cell);
    process.stderr.write(`${scenario.name} · ${subject.file}: ${cell}\n`);
    if (values.verbose) process.stderr.write(`${JSON.stringify(result)}\n`);
  }
  rows.push({ scenario, cells });
}
const notes = [await lookAtPlainAiSdk()];
await Promise.all([sandbox.close(), front.close(), storage.close()]);
const text = describeRun(subjects, renderTable(subjects, rows), notes);
console.log(text);
if (values.write) writePage(text);

/** What its page shows, with nothing added: the reason why its column uses the `download` option. */
async function lookAtPlainAiSdk() {
  const { first } = await play(PLAIN_AI_SDK, SCENARIOS[0], { sandbox, front, storage, file });
  const ended = first.file === "whole" ? "the file was there" : `no file, \`${first.message.replace(/http\S+ /, "… ")}\``;
  return `The AI SDK without its \`download\` option, when nothing goes wrong: bought ${first.bought}, ${ended}.`;
}

/** The same model, words and length give the same bytes: what every subject has to end with. */
async function makeReference() {
  const headers = { authorization: "Bearer reference", "content-type": "application/json" };
  const { videoModel: model, prompt, seconds: duration } = await import("./subjects/settings.mjs");
  const submitted = await fetch(`${sandbox.baseUrl}/videos`, {
    method: "POST",
    headers,
    body: JSON.stringify({ model, prompt, duration }),
  });
  const { id } = await submitted.json();
  for (;;) {
    const { status } = await (await fetch(`${sandbox.baseUrl}/videos/${id}`, { headers })).json();
    if (status === "completed") break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return Buffer.from(await (await fetch(`${sandbox.baseUrl}/videos/${id}/content`, { headers })).arrayBuffer());
}
