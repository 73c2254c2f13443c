import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";

function homeWith(config: string): { readonly home: string } {
  const home = tempDir();
  mkdirSync(join(home, ".openclaw"));
  writeFileSync(join(home, ".openclaw", "openclaw.json"), config);
  return { home };
}

describe("config validate", () => {
  it("names what passes without being used, with and without --json (CFG-4)", async () => {
    const mine = homeWith("{ hooks: {}, auth: { cooldowns: {} }, gateway: { tls: { enabled: true } } }\n");
    const notes = [
      "Not used here and not checked: hooks.",
      "Checked, and not used here: auth.cooldowns.",
      "The server does not act on: gateway.tls.",
    ];
    expect(await runCli(["config", "validate"], mine)).toEqual({
      exitCode: 0,
      stdout: "Config valid: ~/.openclaw/openclaw.json\n",
      stderr: notes.map((note) => `${note}\n`).join(""),
    });
    expect(JSON.parse((await runCli(["config", "validate", "--json"], mine)).stdout)).toMatchObject({ valid: true, notes });
    const { stdout } = await runCli(["doctor", "--offline", "--json"], mine);
    const { findings } = JSON.parse(stdout) as { findings: { checkId: string; severity: string; message: string }[] };
    expect(findings.filter(({ checkId }) => checkId === "config.unused").map(({ severity }) => severity)).toEqual(["info", "warning"]);
  });
});
