import { ConfigError } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { toConfigIoError } from "./io-error.js";

// CFG-6
describe("an error of the system", () => {
  const denied = Object.assign(new Error("EACCES: open '/x'"), { code: "EACCES" });

  it("becomes a sentence with what to do about it, for reading and for writing", () => {
    expect(toConfigIoError(denied, "read", "/x")).toMatchObject({
      hint: "Check the path and its permissions, or set OPENCLAW_CONFIG_PATH.",
    });
    const written = toConfigIoError(denied, "written", "/x");
    expect(written).toBeInstanceOf(ConfigError);
    expect(written).toMatchObject({
      code: "config_io",
      message: "/x could not be written: permission was denied (EACCES).",
      hint: "Check the permissions, or point OPENCLAW_STATE_DIR to a folder that can be written.",
      cause: denied,
    });
  });

  it("is the only kind of error that is reworded", () => {
    const other = new Error("other");
    expect(toConfigIoError(other, "read", "/x")).toBe(other);
  });
});
