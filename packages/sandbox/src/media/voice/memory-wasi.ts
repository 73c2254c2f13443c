const BAD_DESCRIPTOR = 8;
const ILLEGAL_SEEK = 29;
const ROOT = 3;
const FIRST_FILE = 4;
const STATUS_BYTES = 24;
const DIRECTORY = 3;
const REGULAR_FILE = 4;
const CHARACTER_DEVICE = 2;

interface OpenFile {
  bytes: Uint8Array;
  size: number;
  position: number;
}

/** Thrown by the program's own exit; the only way out of a WASI command. */
class ProgramExit extends Error {}

/**
 * Runs a WASI command against nothing but memory: no disk, no clock, no input. Whatever it writes to a file is returned.
 * Only the thirteen calls that Flite makes are there.
 */
export async function runInMemory(module: WebAssembly.Module, args: readonly string[]): Promise<Uint8Array> {
  const host = createHost(args);
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: host.calls });
  host.attach(instance.exports["memory"] as WebAssembly.Memory);
  try {
    (instance.exports["_start"] as () => void)();
  } catch (error) {
    if (!(error instanceof ProgramExit)) throw error;
  }
  return host.written();
}

interface Host {
  calls: Record<string, (...args: never[]) => number>;
  attach: (memory: WebAssembly.Memory) => void;
  written: () => Uint8Array;
}

function createHost(args: readonly string[]): Host {
  const argv = args.map((arg) => new TextEncoder().encode(`${arg}\0`));
  const files = new Map<number, OpenFile>();
  let memory: WebAssembly.Memory | undefined;
  let last: OpenFile | undefined;
  const view = (): DataView => new DataView(memory?.buffer ?? new ArrayBuffer(0));
  const bytes = (): Uint8Array => new Uint8Array(memory?.buffer ?? new ArrayBuffer(0));
  const setU32 = (at: number, value: number): number => {
    view().setUint32(at, value, true);
    return 0;
  };

  const calls: Host["calls"] = {
    args_sizes_get(count: number, length: number) {
      setU32(count, argv.length);
      return setU32(
        length,
        argv.reduce((total, arg) => total + arg.length, 0),
      );
    },
    args_get(pointers: number, buffer: number) {
      let at = buffer;
      for (const [index, arg] of argv.entries()) {
        setU32(pointers + index * 4, at);
        bytes().set(arg, at);
        at += arg.length;
      }
      return 0;
    },
    clock_time_get(_clock: number, _precision: bigint, at: number) {
      view().setBigUint64(at, 0n, true);
      return 0;
    },
    fd_close: () => 0,
    fd_fdstat_set_flags: () => 0,
    fd_fdstat_get(descriptor: number, at: number) {
      bytes().fill(0, at, at + STATUS_BYTES);
      bytes()[at] = descriptor === ROOT ? DIRECTORY : descriptor < ROOT ? CHARACTER_DEVICE : REGULAR_FILE;
      view().setBigUint64(at + 8, 0xffff_ffffn, true);
      view().setBigUint64(at + 16, 0xffff_ffffn, true);
      return 0;
    },
    fd_prestat_get(descriptor: number, at: number) {
      if (descriptor !== ROOT) return BAD_DESCRIPTOR;
      view().setUint8(at, 0);
      return setU32(at + 4, 1);
    },
    fd_prestat_dir_name(_descriptor: number, at: number) {
      bytes()[at] = "/".charCodeAt(0);
      return 0;
    },
    fd_read: (_descriptor: number, _vectors: number, _count: number, at: number) => setU32(at, 0),
    fd_seek(descriptor: number, offset: bigint, whence: number, at: number) {
      const file = files.get(descriptor);
      if (file === undefined) return ILLEGAL_SEEK;
      file.position = Number(offset) + (whence === 1 ? file.position : whence === 2 ? file.size : 0);
      view().setBigUint64(at, BigInt(file.position), true);
      return 0;
    },
    fd_write(descriptor: number, vectors: number, count: number, at: number) {
      let total = 0;
      const file = files.get(descriptor);
      for (let index = 0; index < count; index += 1) {
        const from = view().getUint32(vectors + index * 8, true);
        const length = view().getUint32(vectors + index * 8 + 4, true);
        if (file !== undefined) append(file, bytes().subarray(from, from + length));
        total += length;
      }
      return setU32(at, total);
    },
    path_open(
      _directory: number,
      _lookup: number,
      _path: number,
      _length: number,
      _open: number,
      _base: bigint,
      _inherit: bigint,
      _flags: number,
      at: number,
    ) {
      const descriptor = FIRST_FILE + files.size;
      last = { bytes: new Uint8Array(1 << 16), size: 0, position: 0 };
      files.set(descriptor, last);
      return setU32(at, descriptor);
    },
    proc_exit() {
      throw new ProgramExit("exit");
    },
  };
  return {
    calls,
    attach: (attached) => {
      memory = attached;
    },
    written: () => last?.bytes.slice(0, last.size) ?? new Uint8Array(0),
  };
}

function append(file: OpenFile, data: Uint8Array): void {
  const end = file.position + data.length;
  if (end > file.bytes.length) {
    const larger = new Uint8Array(Math.max(end, file.bytes.length * 2));
    larger.set(file.bytes);
    file.bytes = larger;
  }
  file.bytes.set(data, file.position);
  file.position = end;
  file.size = Math.max(file.size, end);
}
