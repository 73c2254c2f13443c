import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempDir } from "./temp-dir.js";

let earlier = "";

describe("inside a test", () => {
  it("gives a folder that can be written to", () => {
    earlier = tempDir();
    writeFileSync(join(earlier, "file"), "x");
    expect(existsSync(join(earlier, "file"))).toBe(true);
  });

  it("has removed it by the next test", () => {
    expect(earlier).not.toBe("");
    expect(existsSync(earlier)).toBe(false);
  });
});

let ofSuite = "";

describe("inside a suite", () => {
  ofSuite = tempDir();

  it("keeps the folder while the suite runs", () => {
    expect(existsSync(ofSuite)).toBe(true);
  });
});

it("removes the suite's folder after the suite", () => {
  expect(existsSync(ofSuite)).toBe(false);
});
