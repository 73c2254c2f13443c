import { homedir } from "node:os";
import { describe, expect, it } from "vitest";
import { expandHome, resolvePaths } from "./paths.js";

const paths = (env: Record<string, string>, profile?: string) =>
  resolvePaths({ env, cwd: "/work", homeDir: "/os/home", ...(profile === undefined ? {} : { profile }) });

// CFG-1
describe("resolvePaths", () => {
  it("looks in the home folder by default", () => {
    expect(paths({ HOME: "/home/me" })).toEqual({
      homeDir: "/home/me",
      stateDir: "/home/me/.openclaw",
      configPath: "/home/me/.openclaw/openclaw.json",
      agentDir: "/home/me/.openclaw/agents/main/agent",
    });
  });

  it("takes the first home that is set: OPENCLAW_HOME, HOME, USERPROFILE, the system's", () => {
    expect(paths({ OPENCLAW_HOME: "/a", HOME: "/b", USERPROFILE: "/c" }).homeDir).toBe("/a");
    expect(paths({ OPENCLAW_HOME: " ", HOME: "/b", USERPROFILE: "/c" }).homeDir).toBe("/b");
    expect(paths({ OPENCLAW_HOME: "undefined", HOME: "null", USERPROFILE: "/c" }).homeDir).toBe("/c");
    expect(paths({}).homeDir).toBe("/os/home");
    expect(paths({ OPENCLAW_HOME: "~/sub", HOME: "/b" }).homeDir).toBe("/b/sub");
  });

  it("OPENCLAW_STATE_DIR moves everything, OPENCLAW_CONFIG_PATH only the file", () => {
    expect(paths({ HOME: "/h", OPENCLAW_STATE_DIR: "~/s" })).toMatchObject({ stateDir: "/h/s", configPath: "/h/s/openclaw.json" });
    expect(paths({ HOME: "/h", OPENCLAW_CONFIG_PATH: "my.json", OPENCLAW_STATE_DIR: "/s" })).toMatchObject({
      stateDir: "/s",
      configPath: "/work/my.json",
    });
  });

  it("a profile has a folder of its own; the flag beats the variable", () => {
    expect(paths({ HOME: "/h", OPENCLAW_PROFILE: "dev" }).stateDir).toBe("/h/.openclaw-dev");
    expect(paths({ HOME: "/h", OPENCLAW_PROFILE: "dev" }, "work").stateDir).toBe("/h/.openclaw-work");
    expect(paths({ HOME: "/h" }, "default").stateDir).toBe("/h/.openclaw");
    expect(() => paths({ HOME: "/h" }, "../etc")).toThrow("is not a profile name");
  });

  it("says what a profile may be called", () => {
    const invalid = expect.objectContaining({
      code: "config_invalid",
      message: '"a b" is not a profile name.',
      hint: "Use letters, digits, dashes and underscores, for example work.",
    });
    expect(() => paths({ HOME: "/h", OPENCLAW_PROFILE: "a b" })).toThrow(invalid);
    for (const name of ["-x", "_x", `a${"b".repeat(64)}`, "x/", "x y", "../x"])
      expect(() => paths({ HOME: "/h" }, name)).toThrow("is not a profile name");
    for (const name of ["7", "A-b_C", "a".repeat(64)]) expect(paths({ HOME: "/h" }, name).stateDir).toBe(`/h/.openclaw-${name}`);
    expect(paths({ HOME: "/h", OPENCLAW_PROFILE: "dev" }, "  ").stateDir).toBe("/h/.openclaw");
    expect(paths({ HOME: "/h", OPENCLAW_PROFILE: " dev " }, " work ").stateDir).toBe("/h/.openclaw-work");
  });

  it("the folder of profiles of keys has a variable of its own, under two names", () => {
    expect(paths({ HOME: "/h", OPENCLAW_AGENT_DIR: "~/a", PI_CODING_AGENT_DIR: "/pi" }).agentDir).toBe("/h/a");
    expect(paths({ HOME: "/h", PI_CODING_AGENT_DIR: "pi" }).agentDir).toBe("/work/pi");
  });

  it("a relative home is one from here, and without any the system is asked", () => {
    expect(paths({ HOME: "me" }).homeDir).toBe("/work/me");
    expect(resolvePaths({ env: {}, cwd: "/work" }).homeDir).toBe(homedir());
  });

  it("a tilde is the home folder alone and before a slash of either kind", () => {
    expect(expandHome("~", "/h")).toBe("/h");
    expect(expandHome("~/x", "/h")).toBe("/h/x");
    expect(expandHome("~\\x", "/h")).toBe("/h/x");
    for (const path of ["~other/x", "/x/~/y", "x~"]) expect(expandHome(path, "/h")).toBe(path);
  });
});
