/** What the four bytes at the start of an MPEG Layer III frame say. */
export interface Mp3Header {
  readonly version: 1 | 2 | 2.5;
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  readonly bitrateKbps: number;
  /** Samples per channel that the frame decodes to. */
  readonly samples: number;
  readonly frameBytes: number;
  /** A 16-bit checksum follows the header. */
  readonly checksum: boolean;
  /** Bytes of side information behind header and checksum. */
  readonly sideInfoBytes: number;
}

const BITRATES_V1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_V2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES: Readonly<Record<1 | 2 | 2.5, readonly number[]>> = {
  1: [44_100, 48_000, 32_000],
  2: [22_050, 24_000, 16_000],
  2.5: [11_025, 12_000, 8_000],
};
const VERSIONS = [2.5, undefined, 2, 1] as const;
const LAYER_THREE = 1;

export const MP3_HEADER_BYTES = 4;

/** Reads a frame header at `offset`; `undefined` when no Layer III header stands there, or it is one of free bit rate. */
export function readMp3Header(bytes: Uint8Array, offset = 0): Mp3Header | undefined {
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes.subarray(offset, offset + MP3_HEADER_BYTES);
  if (first !== 0xff || (second & 0xe0) !== 0xe0 || offset + MP3_HEADER_BYTES > bytes.length) return undefined;
  const version = VERSIONS[(second >> 3) & 3];
  if (version === undefined || ((second >> 1) & 3) !== LAYER_THREE) return undefined;
  const bitrateKbps = (version === 1 ? BITRATES_V1 : BITRATES_V2)[third >> 4];
  const sampleRate = SAMPLE_RATES[version][(third >> 2) & 3];
  if (bitrateKbps === undefined || bitrateKbps === 0 || sampleRate === undefined || (fourth & 3) === 2) return undefined;
  const samples = version === 1 ? 1152 : 576;
  const channels = fourth >> 6 === 3 ? 1 : 2;
  const wide = channels === 2;
  return {
    version,
    sampleRate,
    channels,
    bitrateKbps,
    samples,
    frameBytes: frameBytesOf({ samples, sampleRate, bitrateKbps }, (third >> 1) & 1),
    checksum: (second & 1) === 0,
    sideInfoBytes: version === 1 ? (wide ? 32 : 17) : wide ? 17 : 9,
  };
}

/** The same header with the next higher bit rates, each with its index, lowest first; what a frame can be enlarged to. */
export function largerFrames(header: Mp3Header): readonly { readonly index: number; readonly frameBytes: number }[] {
  return (header.version === 1 ? BITRATES_V1 : BITRATES_V2)
    .map((bitrateKbps, index) => ({ index, bitrateKbps, frameBytes: frameBytesOf({ ...header, bitrateKbps }, 0) }))
    .filter(({ bitrateKbps, index }) => index > 0 && bitrateKbps >= header.bitrateKbps);
}

function frameBytesOf(facts: Pick<Mp3Header, "samples" | "sampleRate" | "bitrateKbps">, padding: number): number {
  return Math.floor(((facts.samples / 8) * facts.bitrateKbps * 1000) / facts.sampleRate) + padding;
}
