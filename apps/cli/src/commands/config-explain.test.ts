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

describe("config explain", () => {
  it("explains on a terminal without cutting a path or a value, the file as people write it (CFG-7)", async () => {
    const { home } = homeWith('{\n  agents: { defaults: { thinkingDefault: "high" } },\n}\n');
    const narrow = (await runCli(["config", "explain", "agents", "--no-color"], { home, terminal: true, columns: 60 })).stdout;
    expect(narrow).toContain('agents.defaults.thinkingDefault = "high"\n    ~/.openclaw/openclaw.json:2\n');
    expect(narrow).toContain("agents.defaults.failover.retries = 2  default\n");
    expect(narrow).toContain(
      'agents.defaults.mediaModels.image.primary = "openrouter/google/gemini-3.1-flash-image-preview"\n    default\n',
    );
    const wide = (await runCli(["config", "explain", "agents", "--no-color"], { home, terminal: true, columns: 200 })).stdout;
    expect(wide).toMatch(/^Path +Value +From\n/);
    expect(wide).toMatch(/\nagents\.defaults\.thinkingDefault +"high" +~\/\.openclaw\/openclaw\.json:2\n/);
  });
});
