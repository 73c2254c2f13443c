import { existsSync, type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";

// Editors write a file in several steps.
const SETTLE_MS = 150;

/** The files whose changes count. */
export interface FileWatch {
  /** From here on it is these. Those that are watched already go on: no change is lost in between. */
  set(paths: readonly string[]): void;
  close(): void;
}

interface WatchedFolder {
  names: ReadonlySet<string>;
  readonly watcher: FSWatcher;
}

/**
 * Calls back when one of the files may have changed. Its folder is watched, because editors and `openclaw config set` replace the file; where that is
 * not there, the nearest above it.
 */
export function createFileWatch(onChange: () => void): FileWatch {
  const watched = new Map<string, WatchedFolder>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const open = (folder: string, names: ReadonlySet<string>): void => {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name !== null && watched.get(folder)?.names.has(name) !== true) return;
        clearTimeout(timer);
        timer = setTimeout(onChange, SETTLE_MS);
      });
      watcher.on("error", () => close(folder));
      watched.set(folder, { names, watcher });
    } catch {
      // A folder that may not be watched: SIGHUP reads the files too.
    }
  };
  const close = (folder: string): void => {
    watched.get(folder)?.watcher.close();
    watched.delete(folder);
  };

  return {
    set(paths) {
      if (closed) return;
      const wanted = new Map<string, Set<string>>();
      for (const path of paths) {
        const { folder, name } = nearest(path);
        wanted.set(folder, (wanted.get(folder) ?? new Set()).add(name));
      }
      for (const folder of watched.keys()) if (!wanted.has(folder)) close(folder);
      for (const [folder, names] of wanted) {
        const known = watched.get(folder);
        if (known === undefined) open(folder, names);
        else known.names = names;
      }
    },
    close() {
      closed = true;
      clearTimeout(timer);
      for (const folder of watched.keys()) close(folder);
    },
  };
}

/** What to wait for: the file in its folder, or the first missing folder in the one above it. */
function nearest(path: string): { readonly folder: string; readonly name: string } {
  const folder = dirname(path);
  return existsSync(folder) || dirname(folder) === folder ? { folder, name: basename(path) } : nearest(folder);
}
