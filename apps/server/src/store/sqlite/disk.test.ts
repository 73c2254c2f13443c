import { writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { createDisk, type Disk } from "./disk.js";

vi.mock(import("node:fs/promises"), async (original) => {
  const real = await original();
  return { ...real, open: vi.fn<typeof real.open>(real.open) };
});

const datasync = vi.fn<() => Promise<void>>();
const rescue = vi.fn<() => Promise<void>>();

beforeEach(async () => {
  datasync.mockReset().mockResolvedValue();
  rescue.mockReset().mockResolvedValue();
  vi.mocked(open)
    .mockReset()
    .mockResolvedValue({ datasync, close: async () => undefined } as Partial<FileHandle> as FileHandle);
});

function disk(): Disk {
  const path = join(tempDir(), "log");
  writeFileSync(path, "");
  const made = createDisk(path, { groupMs: 0, rescue });
  onTestFinished(() => made.close());
  return made;
}

// SRV-9
describe("a disk that is waited for in the background", () => {
  it("is asked once for all who wait, and again for who comes later", async () => {
    const { synced } = disk();
    await Promise.all([synced(), synced(), synced()]);
    expect([datasync.mock.calls.length, vi.mocked(open).mock.calls.length]).toEqual([1, 1]);
    await synced();
    expect([datasync.mock.calls.length, vi.mocked(open).mock.calls.length]).toEqual([2, 1]);
  });

  it("is asked again for who came while it was busy: that may have been written too late", async () => {
    const { synced } = disk();
    let finish = (): void => undefined;
    datasync.mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)));
    const first = synced();
    await vi.waitFor(() => expect(datasync).toHaveBeenCalledOnce());
    const second = synced();
    finish();
    await Promise.all([first, second]);
    expect(datasync).toHaveBeenCalledTimes(2);
  });

  it("is not believed after it has failed, until what it may have lost is safe elsewhere", async () => {
    const { synced } = disk();
    datasync.mockRejectedValueOnce(new Error("EIO"));
    await expect(synced()).rejects.toThrow("EIO");
    // The system would say that all is well.
    rescue.mockRejectedValueOnce(new Error("not safe either"));
    await expect(synced()).rejects.toThrow("not safe either");
    expect(datasync).toHaveBeenCalledTimes(1);
    await synced();
    await synced();
    expect([rescue.mock.calls.length, datasync.mock.calls.length]).toEqual([2, 3]);
  });

  it("is tried again when the file could not be opened, which loses nothing", async () => {
    const { synced } = disk();
    vi.mocked(open).mockRejectedValueOnce(new Error("EMFILE"));
    await expect(synced()).rejects.toThrow("EMFILE");
    await synced();
    expect([rescue.mock.calls.length, datasync.mock.calls.length]).toEqual([0, 1]);
  });
});
