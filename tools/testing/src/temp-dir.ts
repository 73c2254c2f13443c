import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

/** A fresh folder, removed when the running test ends; called outside a test (in a describe or a file), when its suite ends. */
export function tempDir(): string {
  const folder = mkdtempSync(join(tmpdir(), "openclaw-test-"));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    onTestFinished(remove);
  } catch {
    afterAll(remove);
  }
  return folder;
}
