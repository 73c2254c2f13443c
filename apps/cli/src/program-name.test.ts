import { posix, win32 } from "node:path";
import { describe, expect, it } from "vitest";
import { programName } from "./program-name.js";

// CLI-3
describe("the name by which the program is told to be called", () => {
  it.each([
    ["/usr/local/bin/openclaw", "openclaw"],
    ["/home/me/.local/share/pnpm/global/5/node_modules/@openclaw/cli/dist/openclaw.js", "openclaw"],
    ["/home/me/toolkit/apps/cli/dist/openclaw.js", "node apps/cli/dist/openclaw.js"],
    ["/opt/toolkit/openclaw.js", "node /opt/toolkit/openclaw.js"],
    ["/home/me/toolkit/my clone/openclaw.js", 'node "my clone/openclaw.js"'],
    [undefined, "openclaw"],
  ])("elsewhere: %s: %s", (script, name) => {
    expect(programName(script, "/home/me/toolkit", posix)).toBe(name);
  });

  it.each([
    // What npm's openclaw.cmd and openclaw.ps1 start.
    ["C:\\Users\\me\\AppData\\Roaming\\npm\\node_modules\\@openclaw\\cli\\dist\\openclaw.js", "openclaw"],
    ["C:\\toolkit\\apps\\cli\\dist\\openclaw.js", "node apps\\cli\\dist\\openclaw.js"],
    ["D:\\my clone\\openclaw.js", 'node "D:\\my clone\\openclaw.js"'],
  ])("on Windows: %s: %s", (script, name) => {
    expect(programName(script, "C:\\toolkit", win32)).toBe(name);
  });
});
