// No PowerShell runs here. What can be said of its script without one: that its grammar takes the text, that it names nothing but what is
// documented, what the program makes of the line that it hands over, and that every word it hands back is one word again.
import { beforeAll, describe, expect, it } from "vitest";
import { loadPowerShellGrammar, type PowerShellGrammar } from "../testing/powershell-grammar.js";
import { runCli } from "../testing/run-cli.js";
import { LINE_VARIABLE, quoteForPowerShell, readPowerShellLine } from "./powershell-line.js";
import { completionScript } from "./scripts.js";

const SCRIPT = completionScript("powershell");

let grammar: PowerShellGrammar;
beforeAll(async () => {
  grammar = await loadPowerShellGrammar();
});

const named = (type: string): readonly string[] =>
  [
    ...new Set(
      grammar
        .parse(SCRIPT)
        .descendantsOfType(type)
        .map(({ text }) => text),
    ),
  ].toSorted();

// CLI-2
describe("the completion script of PowerShell (CLI-2)", () => {
  it("is taken by PowerShell's grammar, which sees every bracket and quote that is lost", () => {
    expect(grammar.parse(SCRIPT).hasError).toBe(false);
    const inStrings = grammar.parse(SCRIPT).descendantsOfType("verbatim_string_characters");
    const unseen = [...SCRIPT.matchAll(/[(){}'\]]/g)]
      .map(({ index }) => index)
      .filter((index) => inStrings.every((string) => index <= string.startIndex || index >= string.endIndex - 1))
      .filter((index) => !grammar.parse(SCRIPT.slice(0, index) + SCRIPT.slice(index + 1)).hasError);
    expect(unseen).toEqual([]);
  });

  it("names only commands, types, parameters and members that are documented, and variables that it has", () => {
    expect(named("command_name")).toEqual(["ForEach-Object", "Register-ArgumentCompleter", "Where-Object", "openclaw"]);
    expect(named("type_literal")).toEqual(["[System.Management.Automation.CompletionResult]", "[char]"]);
    expect(named("command_parameter")).toEqual(["--powershell", "--words", "-CommandName", "-Native", "-ScriptBlock"]);
    expect(named("comparison_operator")).toEqual(["-join", "-ne"]);
    expect(named("member_name")).toEqual(["CommandElements", "Extent", "StartOffset", "Text", "new"]);
    const own = ["$commandAst", "$cursorPosition", "$elements", `$env:${LINE_VARIABLE}`, "$wordToComplete"];
    expect(named("variable").filter((name) => name !== "$_" && name !== "$null")).toEqual(own);
  });

  it("has nothing that Windows PowerShell 5.1 cannot read", () => {
    // oxlint-disable-next-line no-control-regex
    expect(SCRIPT).not.toMatch(/[^\u0000-\u007f]|`|&&|\|\||\?\?|\$\{/);
    expect(SCRIPT.endsWith("}\n")).toBe(true);
  });

  it("hands no word over as an argument, and makes nothing of an empty line, of which PowerShell takes no completion", () => {
    expect(SCRIPT).toMatch(/^ {4}openclaw completion --words --powershell 2>\$null \| Where-Object \{ \$_ -ne '' \}/m);
  });
});

/** What the script puts into its variable for a line whose cursor stands at the last `|`. */
function handedOver(line: string): string {
  const cursor = line.lastIndexOf("|");
  const elements = grammar.elements(line.slice(0, cursor) + line.slice(cursor + 1)).map(({ startIndex, text }) => `${startIndex} ${text}`);
  return [cursor, ...elements].join("\u001f");
}

describe("a line of PowerShell (CLI-2)", () => {
  it.each([
    ["openclaw mod|", ["mod"]],
    ["openclaw |", [""]],
    ["openclaw models set |", ["models", "set", ""]],
    ["openclaw models set openrouter/google/gemma-4-31b-it:|", ["models", "set", "openrouter/google/gemma-4-31b-it:"]],
    // What stands behind the cursor takes no part, in the same word or in the next ones.
    ["openclaw models set openrouter/goo|gle/gemma", ["models", "set", "openrouter/goo"]],
    ["openclaw chat | --model x", ["chat", ""]],
    ["openclaw chat --session 'two wo|rds'", ["chat", "--session", "two wo"]],
    ["openclaw chat --session 'it''s' -m |", ["chat", "--session", "it's", "-m", ""]],
    ['openclaw chat --session "a `"b`" ""c""" -m|', ["chat", "--session", 'a "b" "c"', "-m"]],
    // Empty words keep their place.
    ["openclaw infer model run --prompt '' --model |", ["infer", "model", "run", "--prompt", "", "--model", ""]],
    ["openclaw models set ''|", ["models", "set", ""]],
    // As a program's arguments these would be lost or turned into files.
    ["openclaw chat *.md ~ |", ["chat", "*.md", "~", ""]],
    ["$x = 1; openclaw chat --sess|", ["chat", "--sess"]],
  ])("%s", (line, words) => {
    expect(readPowerShellLine(handedOver(line))).toEqual(words);
  });

  it("is read while its quote is still open", () => {
    expect(readPowerShellLine("29\u001f0 openclaw\u001f9 models\u001f16 set\u001f20 'openrout")).toEqual(["models", "set", "openrout"]);
    expect(readPowerShellLine('21\u001f0 openclaw\u001f9 models\u001f16 set\u001f20 "')).toEqual(["models", "set", ""]);
  });

  it("is read with its spaces behind backticks", () => {
    expect(readPowerShellLine("21\u001f0 openclaw\u001f9 chat\u001f14 two` wo")).toEqual(["chat", "two wo"]);
  });

  it("is answered with words to choose from", async () => {
    const answer = async (line: string): Promise<string> =>
      (await runCli(["completion", "--words", "--powershell"], { env: { [LINE_VARIABLE]: handedOver(line) } })).stdout;
    expect(await answer("openclaw models set openrouter/au|")).toBe("openrouter/auto\n");
    expect(await answer("openclaw models set 'openrouter/au|'")).toBe("openrouter/auto\n");
    expect(await answer("openclaw |")).toContain("chat\n");
    expect(await answer("openclaw chat hello|")).toBe("");
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
    "-5",
    "--%",
    "~",
    "ein Ä",
  ])("is one word again: %s", (word) => {
    const quoted = quoteForPowerShell(word);
    expect(readArgument(quoted)).toBe(word);
    const [, , element, ...more] = grammar.elements(`openclaw chat ${quoted}`);
    expect([element?.text, more]).toEqual([quoted, []]);
    expect(readPowerShellLine(handedOver(`openclaw chat ${quoted}|`))).toEqual(["chat", word]);
  });

  it("stays bare where nothing in it needs quotes", () => {
    expect(quoteForPowerShell("openrouter/google/gemma-4-31b-it:free")).toBe("openrouter/google/gemma-4-31b-it:free");
    expect(quoteForPowerShell("--max-cost")).toBe("--max-cost");
  });

  it("is no number, of which a script would see another spelling", () => {
    expect(quoteForPowerShell("007")).toBe("'007'");
    expect(quoteForPowerShell("1e3")).toBe("'1e3'");
  });
});
