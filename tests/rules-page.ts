import type { RuleHomes } from "./rule-homes.js";
import type { Rule, RuleGroup } from "./rules.js";

/** docs/rules.md, whole. */
export function rulesPage(groups: readonly RuleGroup[], homes: RuleHomes): string {
  const all = groups.flatMap((group) => group.rules);
  const held = all.filter((rule) => rule.status === "held").length;
  const sections = groups.map(({ title, rules }) => `## ${title}\n\n${rules.map((rule) => ruleLine(rule, homes)).join("\n")}\n`);
  return `# Rules

What a user can count on, one line each, and the files that hold it: begin reading there. ${held} of ${all.length} are held: at least one test cites the id and goes red when
the promise is broken (\`git grep -w NET-4 -- '*.test.ts'\`). The others are planned, see [the roadmap](roadmap.md). Written from \`tests/rules.ts\` by \`npm run rules\`; \`tests/rules.test.ts\` keeps page, tests and files together.

${sections.join("\n")}`;
}

function ruleLine({ id, behaviour, status }: Rule, homes: RuleHomes): string {
  const where = (homes[id] ?? []).map((path) => `[${path.replace(/^packages\//, "")}](../${path})`).join(", ");
  return `- **${id}**${status === "planned" ? " (planned)" : ""} ${behaviour}${where === "" ? "" : `<br>${where}`}`;
}

const LIST = /(<!-- planned rules -->\n).*(<!-- end of planned rules -->)/s;

/** The roadmap with its list of planned rules brought up to date; the prose around the two marks is left alone. */
export function plannedList(roadmap: string, groups: readonly RuleGroup[]): string {
  if (!LIST.test(roadmap)) throw new Error("docs/roadmap.md has lost the marks <!-- planned rules --> and <!-- end of planned rules -->.");
  const sections = groups.flatMap(({ title, rules }) => {
    const planned = rules.filter((rule) => rule.status === "planned");
    return planned.length === 0 ? [] : [`**${title}**\n\n${planned.map(({ id, behaviour }) => `- ${id} ${behaviour}`).join("\n")}\n`];
  });
  const list = sections.length === 0 ? "None: every rule is held.\n" : sections.join("\n");
  return roadmap.replace(LIST, (_match, start: string, end: string) => `${start}\n${list}\n${end}`);
}
