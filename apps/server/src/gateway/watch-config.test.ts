import { mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { createFileWatch, type FileWatch } from "./watch-config.js";

let folder = "";
beforeEach(() => {
  folder = realpathSync(tempDir());
});
const at = (...names: readonly string[]): string => join(folder, ...names);

function watching(paths: readonly string[]) {
  const onChange = vi.fn<() => void>();
  const watch: FileWatch = createFileWatch(onChange);
  onTestFinished(() => watch.close());
  watch.set(paths);
  /** Waits for a change, and forgets it. */
  const changed = async (): Promise<void> => {
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), 5_000);
    onChange.mockClear();
  };
  return { watch, onChange, changed };
}

// SRV-2
describe("the files that are watched", () => {
  it("count when they are written, made or replaced, and nothing beside them does", async () => {
    writeFileSync(at("a.json"), "1");
    const { changed, onChange } = watching([at("a.json"), at("b.json")]);
    writeFileSync(at("other.json"), "1");
    writeFileSync(at("a.json"), "2");
    await changed();
    writeFileSync(at("b.json"), "1");
    await changed();
    writeFileSync(at("a.json.part"), "3");
    renameSync(at("a.json.part"), at("a.json"));
    await changed();
    expect(onChange).not.toHaveBeenCalled();
  });

  it("are others from one moment to the next, in folders that are watched already and in new ones", async () => {
    mkdirSync(at("sub"));
    const { watch, changed, onChange } = watching([at("a.json"), at("gone", "x.json")]);
    watch.set([at("b.json"), at("sub", "c.json")]);
    writeFileSync(at("b.json"), "1");
    await changed();
    writeFileSync(at("sub", "c.json"), "1");
    await changed();
    watch.set([at("sub", "c.json")]);
    writeFileSync(at("b.json"), "2");
    writeFileSync(at("sub", "c.json"), "2");
    await changed();
    expect(onChange).not.toHaveBeenCalled();
  });

  it("may lie in folders that are not there yet, or go away and come again", async () => {
    const path = at("not", "yet", "a.json");
    const { watch, changed } = watching([path]);
    mkdirSync(at("not"));
    await changed();
    watch.set([path]);
    mkdirSync(at("not", "yet"));
    await changed();
    watch.set([path]);
    writeFileSync(path, "1");
    await changed();
    rmSync(at("not"), { recursive: true });
    await changed();
    watch.set([path]);
    mkdirSync(at("not"));
    await changed();
  });

  it("count no longer after the end", async () => {
    const { watch, onChange } = watching([at("a.json")]);
    const { changed } = watching([at("a.json")]);
    watch.close();
    // A reload that was on its way still says what it has read.
    watch.set([at("a.json")]);
    writeFileSync(at("a.json"), "1");
    await changed();
    expect(onChange).not.toHaveBeenCalled();
  });
});
