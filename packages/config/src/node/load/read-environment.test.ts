import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { readEnvironment, type ReadEnvironmentOptions } from "./read-environment.js";

function folders(files: { readonly here?: string; readonly state?: string }) {
  const [cwd, stateDir] = [tempDir(), tempDir()];
  if (files.here !== undefined) writeFileSync(join(cwd, ".env"), files.here);
  if (files.state !== undefined) writeFileSync(join(stateDir, ".env"), files.state);
  const read = (options: Partial<ReadEnvironmentOptions> = {}) => readEnvironment({ env: {}, cwd, stateDir, document: {}, ...options });
  return { cwd, stateDir, read };
}

// CFG-2
describe("the environment", () => {
  it("remembers of each variable where it came from, the strongest place that has one", async () => {
    const { read } = folders({ here: "A=here\nB=here", state: "A=state\nB=state\nC=state" });
    const { environment } = await read({
      env: { A: "process" },
      document: { env: { C: "config", D: "config" } },
      shell: { D: "shell", E: "shell" },
    });
    expect({ ...environment.values }).toEqual({ A: "process", B: "here", C: "state", D: "config", E: "shell" });
    expect({ ...environment.origins }).toEqual({
      A: "process",
      B: "cwd .env",
      C: "state .env",
      D: "config env",
      E: "login shell",
    });
  });

  it("warns of each name that is not applied, and where it stands; of the folder one happens to stand in nothing is said", async () => {
    const { stateDir, read } = folders({ here: "NODE_OPTIONS=--x", state: "LD_PRELOAD=x\nFINE=1" });
    const { environment, warnings } = await read({ document: { env: { vars: { PATH: "/x" } } } });
    expect({ ...environment.values }).toEqual({ FINE: "1" });
    expect(warnings).toEqual([
      { code: "config_variable_refused", message: "env.vars.PATH is not applied: it could make another program run." },
      {
        code: "config_variable_refused",
        message: `LD_PRELOAD in ${join(stateDir, ".env")} is not applied: it could make another program run.`,
      },
    ]);
  });

  it("does without a .env that is a folder or far too large", async () => {
    const { cwd, read } = folders({ state: `A=1\n#${"x".repeat(1024 * 1024)}` });
    mkdirSync(join(cwd, ".env"));
    expect({ ...(await read()).environment.values }).toEqual({});
    const { read: fits } = folders({ state: `A=1\n#${"x".repeat(1024 * 1024 - 5)}` });
    expect({ ...(await fits()).environment.values }).toEqual({ A: "1" });
  });
});
