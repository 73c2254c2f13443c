/** The allowed number nearest to a wanted one; a tie goes up (VID-3). `undefined` when nothing is allowed. */
export function nearestNumber(wanted: number, allowed: readonly number[]): number | undefined {
  return nearestBy(
    allowed,
    (value) => Math.abs(value - wanted),
    (value) => value,
  );
}

/** The allowed `W:H` nearest in shape: a third too wide is as far away as a third too tall. A tie goes to the wider one. */
export function nearestAspectRatio(wanted: string, allowed: readonly string[]): string | undefined {
  const exact = allowed.find((ratio) => ratio.toLowerCase() === wanted.toLowerCase());
  const shape = readAspectRatio(wanted);
  if (exact !== undefined || shape === undefined) return exact;
  const shapes = allowed.filter((ratio) => readAspectRatio(ratio) !== undefined);
  return nearestBy(
    shapes,
    (ratio) => Math.abs(Math.log((readAspectRatio(ratio) ?? 1) / shape)),
    (ratio) => readAspectRatio(ratio) ?? 0,
  );
}

/** The allowed resolution (`720p`, `2K`, `512`) nearest in lines; a tie goes up. */
export function nearestResolution(wanted: string, allowed: readonly string[]): string | undefined {
  const exact = allowed.find((resolution) => resolution.toLowerCase() === wanted.toLowerCase());
  const lines = readResolution(wanted);
  if (exact !== undefined || lines === undefined) return exact;
  const known = allowed.filter((resolution) => readResolution(resolution) !== undefined);
  return nearestBy(
    known,
    (resolution) => Math.abs((readResolution(resolution) ?? 0) - lines),
    (resolution) => readResolution(resolution) ?? 0,
  );
}

/** The allowed `WxH` nearest in shape and area; a tie goes to the larger one. */
export function nearestSize(wanted: string, allowed: readonly string[]): string | undefined {
  const exact = allowed.find((size) => size.toLowerCase() === wanted.toLowerCase());
  const from = readSize(wanted);
  if (exact !== undefined || from === undefined) return exact;
  const known = allowed.filter((size) => readSize(size) !== undefined);
  const distance = (size: string): number => {
    const to = readSize(size) ?? from;
    const shape = Math.log(to.width / to.height / (from.width / from.height));
    const area = Math.log((to.width * to.height) / (from.width * from.height));
    return Math.abs(shape) + Math.abs(area) / 2;
  };
  return nearestBy(known, distance, (size) => (readSize(size)?.width ?? 0) * (readSize(size)?.height ?? 0));
}

/** `16:9` → 1.78; `undefined` for anything else. */
export function readAspectRatio(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(text.trim());
  const ratio = Number(match?.[1]) / Number(match?.[2]);
  return Number.isFinite(ratio) && ratio > 0 ? ratio : undefined;
}

/** `720p` → 720, `2K` → 2000, `512` → 512. Pixels of the shorter side, roughly: only the order counts. */
export function readResolution(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(p|k)?$/i.exec(text.trim());
  const number = Number(match?.[1]) * (match?.[2]?.toLowerCase() === "k" ? 1_000 : 1);
  return Number.isFinite(number) && number > 0 ? number : undefined;
}

/** `1280x720` → width and height. */
export function readSize(text: string): { readonly width: number; readonly height: number } | undefined {
  const match = /^(\d{1,5})x(\d{1,5})$/i.exec(text.trim());
  const width = Number(match?.[1]);
  const height = Number(match?.[2]);
  return width > 0 && height > 0 ? { width, height } : undefined;
}

const ROUNDING = 1e-9;

function nearestBy<Value>(values: readonly Value[], distance: (value: Value) => number, rank: (value: Value) => number): Value | undefined {
  let best: Value | undefined;
  for (const value of values) {
    if (best === undefined || distance(value) < distance(best) - ROUNDING) best = value;
    else if (Math.abs(distance(value) - distance(best)) <= ROUNDING && rank(value) > rank(best)) best = value;
  }
  return best;
}
