import { type FileHandle, open } from "node:fs/promises";

/** The disk under a file that others write. */
export interface Disk {
  /** Settles when everything that was written before is on the disk. */
  synced(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Brings a file to the disk in the background, once for all who ask within a moment.
 *
 * @param groupMs how long to wait for company
 */
export function createDisk(path: string, groupMs: number): Disk {
  let file: Promise<FileHandle> | undefined;
  let next: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();
  const sync = async (before: Promise<void>): Promise<void> => {
    await new Promise((resolve) => {
      setTimeout(resolve, groupMs);
    });
    await before.catch(() => undefined);
    // Who asks from here on may have written too late for this one.
    next = undefined;
    try {
      await (await (file ??= open(path, "r+"))).datasync();
    } catch (error) {
      // Opened anew next time.
      const lost = file;
      file = undefined;
      await lost?.then((handle) => handle.close()).catch(() => undefined);
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
