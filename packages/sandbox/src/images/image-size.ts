/** Pixels of the documented aspect ratios at 1K. */
const AT_1K: Record<string, [width: number, height: number]> = {
  "1:1": [1024, 1024],
  "2:3": [832, 1248],
  "3:2": [1248, 832],
  "3:4": [864, 1184],
  "4:3": [1184, 864],
  "4:5": [896, 1152],
  "5:4": [1152, 896],
  "9:16": [768, 1344],
  "16:9": [1344, 768],
  "21:9": [1536, 672],
};
const SCALES: Record<string, number> = { "512": 0.5, "0.5K": 0.5, "1K": 1, "2K": 2, "4K": 4 };
const LONGEST_SIDE = 4096;
const SHORTEST_SIDE = 16;
const AREA_1K = 1024 * 1024;

export interface SizeWish {
  ratio?: string;
  resolution?: string;
  /** `WxH`, or a resolution. */
  size?: string;
}

/** The pixels of a picture: explicit ones, or ratio and resolution; scaled down for tests, bounded always. */
export function imageSize(wish: SizeWish, scale: number): { width: number; height: number } {
  const [width, height] = explicit(wish.size) ?? fromRatio(wish.ratio ?? "1:1");
  const times = (explicit(wish.size) === undefined ? (SCALES[wish.resolution ?? wish.size ?? "1K"] ?? 1) : 1) * scale;
  return { width: bound(width * times), height: bound(height * times) };
}

function explicit(size: string | undefined): [number, number] | undefined {
  const found = /^(\d{1,5})x(\d{1,5})$/.exec(size ?? "");
  return found === null ? undefined : [Number(found[1]), Number(found[2])];
}

function fromRatio(ratio: string): [number, number] {
  const known = AT_1K[ratio];
  if (known !== undefined) return known;
  const [across = 1, down = 1] = ratio.split(":").map((part) => Number(part) || 1);
  const share = Math.min(8, Math.max(1 / 8, across / down));
  return [Math.sqrt(AREA_1K * share), Math.sqrt(AREA_1K / share)];
}

function bound(side: number): number {
  return Math.min(LONGEST_SIDE, Math.max(SHORTEST_SIDE, Math.round(side)));
}
