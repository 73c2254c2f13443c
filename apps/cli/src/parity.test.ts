import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findCommand } from "./args/find-command.js";
import { GLOBAL_FLAGS } from "./args/global-flags.js";
import { COMMANDS } from "./commands/index.js";
import { SLASH_COMMANDS } from "./repl/slash-commands.js";

interface Row {
  readonly theirs: string;
  readonly here: readonly string[];
  readonly verdict: string;
  readonly note: string;
}

const PAGE = readFileSync(new URL("../../../docs/openclaw-parity.md", import.meta.url), "utf8");
const codeIn = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
const rows: readonly Row[] = PAGE.split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:OpenClaw +\||-)/.test(line))
  .map((line) => {
    const [, theirs = "", here = "", verdict = "", note = ""] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return { theirs, here: codeIn(here), verdict, note };
  });
const named = rows.flatMap(({ here }) => here);

// CLI-2
describe("docs/openclaw-parity.md", () => {
  it("judges every row, and gives a reason for what is left out", () => {
    expect(rows.length).toBeGreaterThan(70);
    expect(rows.filter(({ verdict }) => !["same", "better", "other", "left out"].includes(verdict))).toEqual([]);
    expect(rows.filter(({ verdict, note }) => verdict === "left out" && note === "")).toEqual([]);
    expect(rows.filter(({ verdict, here, note }) => verdict !== "left out" && here.length === 0 && note === "")).toEqual([]);
    expect(rows.filter(({ verdict, theirs }) => verdict !== "better" && theirs === "")).toEqual([]);
  });

  it.each(named.filter((code) => code.startsWith("openclaw")))("names with %s a command and flags that there are", async (code) => {
    const words = code.split(" ").slice(1);
    const found = findCommand(words);
    const path = "entry" in found ? found.entry.path : [];
    const flags = "entry" in found ? (await found.entry.load()).flags : {};
    const given = words.filter((word) => word.startsWith("--")).map((word) => word.slice(2));
    expect(given.filter((name) => !Object.hasOwn({ ...GLOBAL_FLAGS, ...flags }, name))).toEqual([]);
    expect(path).toEqual(words.filter((word) => !word.startsWith("--")));
  });

  it("names the commands of a conversation that there are", () => {
    const slashes = named.filter((code) => code.startsWith("/")).map((code) => code.slice(1));
    const known = SLASH_COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    expect(slashes.length).toBeGreaterThan(10);
    expect(slashes.filter((name) => !known.includes(name))).toEqual([]);
  });

  it("leaves no command of this program unnamed but the parts of a group", () => {
    const groups = new Set(named.filter((code) => code.startsWith("openclaw ")).map((code) => code.split(" ")[1]));
    expect(COMMANDS.map(({ path }) => path[0]).filter((name) => !groups.has(name))).toEqual([]);
  });
});
