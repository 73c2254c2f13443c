import { fileURLToPath } from "node:url";
import { parseFlags } from "./args/parse-flags.js";
import { findCommand } from "./args/find-command.js";
import { GLOBAL_FLAGS } from "./args/global-flags.js";
import { COMMANDS } from "./commands/index.js";
import { commandReference } from "./reference.js";
import { shellWords } from "./testing/shell-words.js";
import { describe, expect, it } from "vitest";

const PAGE = fileURLToPath(new URL("../../../docs/cli.md", import.meta.url));
describe("docs/cli.md", () => {
  it("is the command table as it stands (CLI-2)", async () => {
    await expect(await commandReference()).toMatchFileSnapshot(PAGE);
  });
});

describe("the command table", () => {
  it.each(COMMANDS.map((entry) => [entry.path.join(" "), entry] as const))(
    "has examples for %s that can be read (CLI-2)",
    async (_name, entry) => {
      const command = await entry.load();
      expect(command.examples.length).toBeGreaterThan(0);
      for (const { line } of command.examples) {
        const words = shellWords(line);
        const found = findCommand(words);
        expect("entry" in found && found.entry.path).toEqual(entry.path);
        if ("entry" in found) parseFlags(found.rest, { ...GLOBAL_FLAGS, ...command.flags });
      }
    },
  );

  it("gives no flag a letter twice, and hides no global flag", async () => {
    for (const entry of COMMANDS) {
      const { flags } = await entry.load();
      const letters = Object.values({ ...GLOBAL_FLAGS, ...flags }).flatMap((spec) =>
        "short" in spec && spec.short !== undefined ? [spec.short] : [],
      );
      expect(letters, entry.path.join(" ")).toEqual([...new Set(letters)]);
      expect(Object.keys(flags).filter((name) => name in GLOBAL_FLAGS)).toEqual([]);
    }
  });
});
