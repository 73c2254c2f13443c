const CONTAINERS = new Set(["moov", "trak", "mdia"]);
const TIMED = new Set(["mvhd", "tkhd", "mdhd"]);

/** Sets creation and modification times to zero, in place, so that the same frames give the same bytes. */
export function zeroMp4Times(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  zeroBetween(view, 0, file.length);
  return file;
}

function zeroBetween(view: DataView, start: number, end: number): void {
  for (let at = start; at + 8 <= end;) {
    const size = view.getUint32(at);
    const type = String.fromCharCode(view.getUint8(at + 4), view.getUint8(at + 5), view.getUint8(at + 6), view.getUint8(at + 7));
    if (size < 8) return;
    if (CONTAINERS.has(type)) zeroBetween(view, at + 8, at + size);
    if (TIMED.has(type)) {
      // Version 1 boxes hold 64-bit times.
      const length = view.getUint8(at + 8) === 1 ? 16 : 8;
      for (let index = 0; index < length; index += 1) view.setUint8(at + 12 + index, 0);
    }
    at += size;
  }
}
