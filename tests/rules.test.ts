import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { namedRules, ruleCitations } from "./rule-citations.js";
import { RULE_HOMES } from "./rule-homes.js";
import { plannedList, rulesPage } from "./rules-page.js";
import { RULES, type RuleStatus } from "./rules.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const rules = RULES.flatMap((group) => group.rules);
const citations = ruleCitations(root);
const ids = (status: RuleStatus) => rules.filter((rule) => rule.status === status).map((rule) => rule.id);

// How many promises each area makes. A rule is added or retired here on purpose, never lost.
const COUNTS = {
  F: 5,
  RUN: 3,
  CFG: 8,
  KEY: 6,
  REF: 3,
  NET: 6,
  CHAT: 12,
  FAIL: 6,
  IMG: 3,
  VID: 6,
  MUS: 1,
  MED: 1,
  TTS: 5,
  STT: 1,
  CLI: 5,
  SRV: 9,
  UI: 2,
  SBX: 3,
};

it("numbers every rule once, without a gap", () => {
  const expected = Object.entries(COUNTS).flatMap(([area, count]) => Array.from({ length: count }, (_, index) => `${area}-${index + 1}`));
  expect(rules.map((rule) => rule.id)).toEqual(expected);
});

it("has a test that cites each rule it calls held", () => {
  expect(ids("held").filter((id) => !citations.has(id))).toEqual([]);
});

it("cites only rules that exist", () => {
  const known = new Set(rules.map((rule) => rule.id));
  expect([...citations].filter(([id]) => !known.has(id))).toEqual([]);
});

it("names for each held rule the few files that hold it, and each of these names the rule", () => {
  expect(Object.keys(RULE_HOMES)).toEqual(ids("held"));
  expect(Object.entries(RULE_HOMES).filter(([, files]) => files.length < 1 || files.length > 3)).toEqual([]);
  const homes = Object.entries(RULE_HOMES).flatMap(([id, files]) => files.map((file) => ({ id, file })));
  // What is no program, such as a list of packages, has no place to say it.
  const silent = homes.filter(({ id, file }) => /\.(tsx?|mjs)$/.test(file) && !namedRules(readFileSync(root + file, "utf8")).has(id));
  expect(silent).toEqual([]);
  expect(homes.filter(({ file }) => !existsSync(root + file))).toEqual([]);
});

it("has written the rules to docs/rules.md and the planned ones to docs/roadmap.md (npm run rules)", () => {
  const read = (name: string) => readFileSync(`${root}docs/${name}`, "utf8");
  expect(read("rules.md")).toBe(rulesPage(RULES, RULE_HOMES));
  expect(read("roadmap.md")).toBe(plannedList(read("roadmap.md"), RULES));
});
