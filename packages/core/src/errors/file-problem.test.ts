import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { RequestError } from "./request-error.js";
import { describeFileProblem, fileReason, systemCode, toFileError } from "./file-problem.js";

const failure = (code: string): Error => Object.assign(new Error(`${code}: some words`), { code });

describe("what the file system refused", () => {
  it("is one sentence with the path, the reason and the code", async () => {
    const path = join(tempDir(), "none.txt");
    const error: unknown = await readFile(path).catch((cause: unknown) => cause);
    expect(describeFileProblem(error, "read", path)).toBe(`${path} could not be read: there is no such file or folder (ENOENT).`);
    expect(fileReason(failure("ENOSPC"), "written")).toBe("the disk is full (ENOSPC)");
    expect(fileReason(failure("EWEIRD"), "made")).toBe("the system refused (EWEIRD)");
  });

  it("says of a missing folder that none can be made, where it would have been made", () => {
    expect(fileReason(failure("ENOENT"), "written")).toBe("no folder can be made there (ENOENT)");
  });

  it("is a file_io error with the cause; this toolkit's own errors and aborts stay what they are", () => {
    const cause = failure("EACCES");
    expect(toFileError(cause, "written", "/x")).toMatchObject({
      code: "file_io",
      cause,
      hint: expect.stringContaining("permissions") as string,
    });
    const own = new RequestError("no", { code: "input_invalid" });
    const abort = new DOMException("stop", "AbortError");
    for (const error of [own, abort, "text"]) expect(toFileError(error, "read", "/x")).toBe(error);
    expect(systemCode(own)).toBeUndefined();
  });
});
