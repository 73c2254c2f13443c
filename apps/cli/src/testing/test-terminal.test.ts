import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { openTerminal } from "./test-terminal.js";

describe("a terminal for tests", () => {
  it("shows what a program writes, takes keys, is resized, and tells how the program ended", async () => {
    const terminal = openTerminal('stty size; read -r said; stty size; echo "got $said"; exit 3', {
      env: { PATH: process.env["PATH"] ?? "" },
      cwd: tempDir(),
      columns: 60,
      rows: 10,
    });
    await terminal.waitFor(/10 60/);
    void terminal.resize(100, 12);
    terminal.type("a word\r");
    const text = await terminal.waitFor(/\[ended/);
    expect(text).toBe("10 60\na word\n12 100\ngot a word\n\n[ended: 3]");
  });
});
