import { MP3_HEADER_BYTES, type Mp3Header } from "./mp3-header.js";

/** What the side information of a frame says about its sound, read without decoding it. */
export interface Mp3SideInfo {
  /** How many bytes before this frame its data begins: in the frames before it (the bit reservoir). */
  readonly dataBegin: number;
  /** Length of the frame's own data, wherever it begins. */
  readonly dataBytes: number;
  /** No coefficient of the frame is larger; 1 is full scale. */
  readonly loudest: number;
}

/** Largest value that each Huffman table can code; those from 16 on take extra bits besides. */
const TABLE_MAXIMUM = [0, 1, 2, 2, 0, 3, 3, 5, 5, 5, 7, 7, 7, 15, 0, 15];
const EXTRA_BITS = [1, 2, 3, 4, 6, 8, 10, 13, 4, 5, 6, 7, 8, 9, 11, 13];
/** `global_gain` at which a coded 1 is full scale. */
const UNITY_GAIN = 210;

/** Reads the side information (ISO 11172-3 §2.4.1.7, 13818-3 §2.4.1.7). */
export function readSideInfo(frame: Uint8Array, header: Mp3Header): Mp3SideInfo {
  const read = bitReader(frame, sideInfoOffset(header));
  const wide = header.channels === 2;
  const full = header.version === 1;
  const dataBegin = read(full ? 9 : 8);
  read(full ? (wide ? 3 : 5) : wide ? 2 : 1);
  if (full) read(4 * header.channels);
  let bits = 0;
  let loudest = 0;
  for (let part = 0; part < header.channels * (full ? 2 : 1); part += 1) {
    const length = read(12);
    const pairs = read(9);
    const gain = read(8);
    read(full ? 4 : 9);
    const maximum = readTables(read);
    read(full ? 3 : 2);
    bits += length;
    // With no pairs, single ones may still be coded.
    const coded = length === 0 ? 0 : Math.max(1, pairs === 0 ? 0 : maximum);
    loudest = Math.max(loudest, coded ** (4 / 3) * 2 ** ((gain - UNITY_GAIN) / 4));
  }
  return { dataBegin, dataBytes: Math.ceil(bits / 8), loudest };
}

/** The largest value that the tables of a granule's regions can code. */
function readTables(read: (bits: number) => number): number {
  const switched = read(1) === 1;
  if (switched) read(3);
  const tables = switched ? [read(5), read(5)] : [read(5), read(5), read(5)];
  // Gains of the short blocks, or the regions' borders.
  read(switched ? 9 : 7);
  return Math.max(...tables.map((table) => (table < 16 ? (TABLE_MAXIMUM[table] ?? 15) : 15 + 2 ** (EXTRA_BITS[table - 16] ?? 13) - 1)));
}

export function sideInfoOffset(header: Mp3Header): number {
  return MP3_HEADER_BYTES + (header.checksum ? 2 : 0);
}

function bitReader(bytes: Uint8Array, offset: number): (bits: number) => number {
  let at = offset * 8;
  return (bits) => {
    let value = 0;
    for (let count = 0; count < bits; count += 1, at += 1) value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    return value;
  };
}
