// `npm run rules`: writes docs/rules.md and the list in docs/roadmap.md from tests/rules.ts and tests/rule-homes.ts, and says what the citations in the tests mean for the statuses there.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ruleCitations } from "../tests/rule-citations.ts";
import { RULE_HOMES } from "../tests/rule-homes.ts";
import { plannedList, rulesPage } from "../tests/rules-page.ts";
import { RULES } from "../tests/rules.ts";
import { readArguments } from "./steps/read-arguments.mjs";
import { ROOT } from "./steps/run-step.mjs";

readArguments("npm run rules   write docs/rules.md and the planned rules of docs/roadmap.md from tests/rules.ts");

writeFileSync(join(ROOT, "docs", "rules.md"), rulesPage(RULES, RULE_HOMES));
const roadmap = join(ROOT, "docs", "roadmap.md");
writeFileSync(roadmap, plannedList(readFileSync(roadmap, "utf8"), RULES));

const citations = ruleCitations(ROOT);
for (const { id, status } of RULES.flatMap((group) => group.rules)) {
  const files = citations.get(id) ?? [];
  if (status === "planned" && files.length > 0)
    console.log(`${id} is planned and cited; promote it if these tests prove all of it: ${files.join(", ")}`);
  if (status === "held" && files.length === 0) console.log(`${id} is held and cited by no test.`);
}
