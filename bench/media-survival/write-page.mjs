import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describeMachine } from "../shared/machine.mjs";

const PAGE = fileURLToPath(new URL("../../docs/paid-work.md", import.meta.url));
const FORMATTER = fileURLToPath(new URL("../../node_modules/.bin/oxfmt", import.meta.url));
const MEASURED = /(?<=<!-- measured -->\n)[\s\S]*(?=<!-- \/measured -->)/;

/** The table, who stood in it, and what it was measured on. */
export function describeRun(subjects, table, notes) {
  const { date, commit, cpu, cores, memoryGb, platform, node } = describeMachine();
  const who = subjects.map(({ title, what }) => `- ${title}: ${what}`);
  const machine = `${date}, commit ${commit}: ${cpu}, ${cores} cores, ${memoryGb} GB, ${platform}, Node ${node}.`;
  return ["", who.join("\n"), machine, table, notes.join("\n"), ""].join("\n\n");
}

/** Puts it into docs/paid-work.md, between the two comments, and leaves the rest as it is. */
export function writePage(text) {
  const page = readFileSync(PAGE, "utf8");
  if (!MEASURED.test(page)) throw new Error(`${PAGE} has no place marked for it.`);
  writeFileSync(
    PAGE,
    page.replace(MEASURED, () => text),
  );
  // Without the formatter the page is as good.
  spawnSync(FORMATTER, [PAGE], { stdio: "ignore" });
}
