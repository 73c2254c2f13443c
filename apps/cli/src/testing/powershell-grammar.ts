import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Language, type Node, Parser } from "web-tree-sitter";

export interface PowerShellGrammar {
  /** The root of a text; `hasError` where PowerShell's grammar does not take it. */
  parse(text: string): Node;
  /** The elements of the one command of a line, the program first. */
  elements(line: string): readonly Node[];
}

/** PowerShell's grammar, for where no PowerShell is. */
export async function loadPowerShellGrammar(): Promise<PowerShellGrammar> {
  await Parser.init();
  const grammar = fileURLToPath(import.meta.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm"));
  const parser = new Parser();
  parser.setLanguage(await Language.load(await readFile(grammar)));
  const parse = (text: string): Node => {
    const tree = parser.parse(text);
    if (tree === null) throw new Error("The grammar of PowerShell is not loaded.");
    return tree.rootNode;
  };
  return {
    parse,
    elements(line) {
      const [command] = parse(line).descendantsOfType("command");
      const rest = command?.childForFieldName("command_elements")?.children ?? [];
      return [command?.childForFieldName("command_name"), ...rest].filter(
        (node): node is Node => node !== null && node !== undefined && node.type !== "command_argument_sep",
      );
    },
  };
}
