import { type FileHandle, open } from "node:fs/promises";

/** The disk under a file that others write. */
export interface Disk {
  /** Settles when everything that was written before is on the disk. */
  synced(): Promise<void>;
  close(): Promise<void>;
}

export interface DiskOptions {
  /** How long to wait for company: one sync serves all who ask within it. */
  readonly groupMs: number;
  /** Brings what the file holds to safety by another way. */
  readonly rescue: () => Promise<void>;
}

/**
 * Brings a file to the disk in the background. A system that could not write something forgets that it had to (https://wiki.postgresql.org/wiki/Fsync_Errors):
 * the next sync would say that all is well. So nothing counts as written after a failure until it has been brought to safety by another way.
 */
export function createDisk(path: string, { groupMs, rescue }: DiskOptions): Disk {
  let file: Promise<FileHandle> | undefined;
  let next: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();
  let failed = false;

  const sync = async (before: Promise<void>): Promise<void> => {
    await new Promise((resolve) => {
      setTimeout(resolve, groupMs);
    });
    await before.catch(() => undefined);
    // Who asks from here on may have written too late for this one.
    next = undefined;
    if (failed) await rescue();
    failed = false;
    const handle = await opened();
    try {
      await handle.datasync();
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const opened = async (): Promise<FileHandle> => {
    try {
      return await (file ??= open(path, "r+"));
    } catch (error) {
      file = undefined;
      throw error;
    }
  };

  return {
    synced: () => (next ??= running = sync(running)),
    async close() {
      await running.catch(() => undefined);
      await (await file?.catch(() => undefined))?.close();
    },
  };
}
