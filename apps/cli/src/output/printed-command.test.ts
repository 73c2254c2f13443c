import { styleText } from "node:util";
import { describe, expect, it } from "vitest";
import { fitLine, namedCommands } from "./printed-command.js";

const PATH = "node apps/cli/dist/openclaw.js";

// CLI-3
describe("a command that is printed to be typed", () => {
  it("is called as this program was", () => {
    const text = "openclaw: No key. Run: openclaw onboard --auth-choice x, or see openclaw models list.";
    expect(namedCommands(text, PATH)).toBe(`openclaw: No key. Run: ${PATH} onboard --auth-choice x, or see ${PATH} models list.`);
    expect(namedCommands(text, "openclaw")).toBe(text);
  });

  it("is not seen where only the name is meant, or a path", () => {
    for (const text of ["Something in openclaw itself went wrong.", "It is in ~/openclaw models.", "my-openclaw chat"]) {
      expect(namedCommands(text, PATH)).toBe(text);
    }
  });

  it("is never broken: it stands below the words where it has no room beside them", () => {
    expect(fitLine("Go on with: openclaw chat --session a", 40, "openclaw")).toBe("Go on with: openclaw chat --session a");
    expect(fitLine("It is kept for later. Go on with: openclaw chat --session trip", 36, "openclaw")).toBe(
      "It is kept for later. Go on with:\nopenclaw chat --session trip",
    );
    expect(fitLine(`Go on with: ${PATH} chat --session trip`, 30, PATH)).toBe(`Go on with:\n${PATH} chat --session trip`);
    const dim = styleText("dim", "Go on with: openclaw chat --session a", { validateStream: false });
    expect(fitLine(dim, 37, "openclaw")).toBe(dim);
  });

  it("keeps the indent of what it belongs to", () => {
    expect(fitLine("  Set a key, or run: openclaw onboard --auth-choice x", 30, "openclaw", "  ")).toBe(
      "  Set a key, or run:\n  openclaw onboard --auth-choice x",
    );
  });

  it("leaves room for words behind it", () => {
    expect(fitLine("Run: openclaw doctor --fix. Then try it again.", 20, "openclaw")).toBe(
      "Run: openclaw doctor\n--fix. Then try it\nagain.",
    );
  });
});
