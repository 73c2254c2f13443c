const LABEL = "sandbox-transcript";

/** An ID3v2.4 tag that carries the spoken text and says that no model was used. */
export function writeId3(text: string): Uint8Array {
  const frames = Buffer.concat([frame("TSSE", `\x03sandbox render - no model was used`), frame("TXXX", `\x03${LABEL}\0${text}`)]);
  const head = Buffer.from("ID3\x04\0\0\0\0\0\0", "latin1");
  writeSyncSafe(head, 6, frames.length);
  return Buffer.concat([head, frames]);
}

function frame(id: string, content: string): Buffer {
  const body = Buffer.from(content, "utf8");
  const head = Buffer.alloc(10);
  head.write(id, 0, "latin1");
  writeSyncSafe(head, 4, body.length);
  return Buffer.concat([head, body]);
}

function writeSyncSafe(target: Buffer, at: number, value: number): void {
  for (let index = 0; index < 4; index += 1) target[at + index] = (value >>> (21 - 7 * index)) & 0x7f;
}

function readSyncSafe(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let index = 0; index < 4; index += 1) value = (value << 7) | ((bytes[at + index] ?? 0) & 0x7f);
  return value;
}

/** Every text that sandbox tags in a file carry, in order: files joined end to end keep the tags of all their parts. */
export function readTranscripts(file: Uint8Array): string[] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const texts: string[] = [];
  for (let at = bytes.indexOf("ID3\x04", 0, "latin1"); at >= 0; at = bytes.indexOf("ID3\x04", at + 10, "latin1")) {
    const end = at + 10 + readSyncSafe(bytes, at + 6);
    for (let place = at + 10; place + 10 <= Math.min(end, bytes.length);) {
      const size = readSyncSafe(bytes, place + 4);
      const body = bytes.subarray(place + 11, place + 10 + size).toString("utf8");
      if (bytes.toString("latin1", place, place + 4) === "TXXX" && body.startsWith(`${LABEL}\0`)) texts.push(body.slice(LABEL.length + 1));
      place += 10 + size;
    }
  }
  return texts;
}

/** The audio without any leading tag: what the memory of spoken files is keyed by. */
export function withoutId3(file: Uint8Array): Uint8Array {
  const tagged = file[0] === 0x49 && file[1] === 0x44 && file[2] === 0x33;
  return tagged ? file.subarray(10 + readSyncSafe(file, 6)) : file;
}
