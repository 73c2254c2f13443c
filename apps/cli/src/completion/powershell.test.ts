// No PowerShell runs here. What can be said of its script without one: that its text is well formed, names nothing but what Microsoft's
// documentation has, and that every word it hands back is one word again.
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { quoteForPowerShell } from "./quote-powershell.js";
import { completionScript } from "./scripts.js";

const SCRIPT = completionScript("powershell");
/** Without comments, and with every string empty. */
const CODE = SCRIPT.replaceAll(/#.*$/gm, "").replaceAll(/'(?:[^']|'')*'/g, "''");

const CMDLETS = ["Register-ArgumentCompleter", "Select-Object", "Where-Object", "ForEach-Object"];
const TYPES = ["System.Management.Automation.CompletionResult", "System.Management.Automation.Language.StringConstantExpressionAst"];
const OPERATORS = ["-Native", "-CommandName", "-ScriptBlock", "-Skip", "-lt", "-is", "-eq"];
const MEMBERS = ["CommandElements", "Extent", "StartOffset", "Value", "Text", "new"];
const GIVEN = ["$_", "$null"];

const found = (pattern: RegExp): readonly string[] => [...new Set([...CODE.matchAll(pattern)].map(([whole, part]) => part ?? whole))];

describe("the completion script of PowerShell (CLI-2)", () => {
  it("closes what it opens", () => {
    // What is closed innermost goes first, until nothing is left.
    let brackets = CODE.replaceAll(/[^(){}[\]]/g, "");
    for (let before = ""; before !== brackets;) {
      before = brackets;
      brackets = brackets.replaceAll(/\(\)|\{\}|\[\]/g, "");
    }
    expect(brackets).toBe("");
    expect((CODE.match(/'/g) ?? []).length % 2).toBe(0);
  });

  it("names only cmdlets, types, parameters and members that are documented, and variables that it has", () => {
    expect(found(/\b[A-Z][A-Za-z]+-[A-Z]\w+/g).toSorted()).toEqual(CMDLETS.toSorted());
    expect(found(/\[([\w.]+)\]/g).toSorted()).toEqual(TYPES.toSorted());
    expect(found(/(?<=[\s(])-\w+/g).toSorted()).toEqual(OPERATORS.toSorted());
    expect(found(/(?:\.|::)(\w+)(?!.*\])/g).filter((name) => !MEMBERS.includes(name))).toEqual([]);
    const assigned = found(/param\(([^)]*)\)/g)
      .flatMap((names) => names.split(/,\s*/))
      .concat(found(/(\$\w+) (?:\+)?=(?!=)/g));
    expect(found(/\$\w+/g).filter((name) => !GIVEN.includes(name) && !assigned.includes(name))).toEqual([]);
    expect(found(/@(\w+)/g).filter((name) => !assigned.includes(`$${name}`))).toEqual([]);
  });

  it("has nothing that Windows PowerShell 5.1 cannot read", () => {
    // oxlint-disable-next-line no-control-regex
    expect(SCRIPT).not.toMatch(/[^\u0000-\u007f]|`|&&|\|\||\?\?|\$\{/);
    expect(SCRIPT.endsWith("}\n")).toBe(true);
  });

  it("asks for words with the two dashes quoted, so that no script before the program takes them", () => {
    expect(SCRIPT).toContain("openclaw completion --words --powershell '--' @words");
  });
});

/** Reads a word as PowerShell reads an argument: bare letters, or a string between single quotes. */
function readArgument(text: string): string {
  const [, inside] = /^'((?:[^'‘’‚‛]|(['‘’‚‛])\2)*)'$/.exec(text) ?? [];
  if (inside !== undefined) return inside.replaceAll(/(['‘’‚‛])\1/g, "$1");
  expect(text).toMatch(/^[^\s'"`$(){};,|&<>@#[\]‘’‚‛“”„]\S*$/);
  return text;
}

describe("a word for PowerShell", () => {
  it.each([
    "openrouter/google/gemma-4-31b-it:free",
    "--session",
    "openrouter:work@home+1",
    "two words",
    "it's",
    "a ‘typographic’ one",
    'say "hi"',
    "$HOME",
    "`tick`",
    "a;b|c&d",
    "(x)",
    "@words",
    "#comment",
    "ein Ä",
  ])("is one word again: %s", (word) => {
    expect(readArgument(quoteForPowerShell(word))).toBe(word);
  });

  it("stays bare where nothing in it needs quotes", () => {
    expect(quoteForPowerShell("openrouter/google/gemma-4-31b-it:free")).toBe("openrouter/google/gemma-4-31b-it:free");
  });

  it("is printed so for the script, and the empty word that it sends is understood", async () => {
    const { stdout } = await runCli(["completion", "--words", "--powershell", "--", "models", "set", "openrouter/au"]);
    expect(stdout).toBe("openrouter/auto\n");
    const all = await runCli(["completion", "--words", "--powershell", "--", '""']);
    expect(all.stdout).toContain("chat\n");
  });
});
