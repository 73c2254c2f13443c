import type { Pixels } from "./decode-pixels.js";

/** How many colours the terminal has. */
export type ColourDepth = "true" | "256";

type Rgb = readonly [number, number, number];

/** A picture in text: each cell shows two pixels, the upper one as the colour of `▀` and the lower one as its background. */
export function renderHalfBlocks(pixels: Pixels, size: { readonly columns: number; readonly rows: number }, depth: ColourDepth): string {
  const scale = Math.min(size.columns / pixels.width, (size.rows * 2) / pixels.height, 1);
  const width = Math.max(1, Math.round(pixels.width * scale));
  const height = Math.max(2, Math.round((pixels.height * scale) / 2) * 2);
  const lines: string[] = [];
  for (let row = 0; row < height; row += 2) {
    let line = "";
    for (let column = 0; column < width; column++) {
      const upper = average(pixels, { column, row, width, height });
      const lower = average(pixels, { column, row: row + 1, width, height });
      line += `${colour(upper, 38, depth)}${colour(lower, 48, depth)}▀`;
    }
    lines.push(`${line}\u001b[0m`);
  }
  return `${lines.join("\n")}\n`;
}

/** The mean of all pixels that fall into one cell; transparent ones count as black. */
function average(
  pixels: Pixels,
  cell: { readonly column: number; readonly row: number; readonly width: number; readonly height: number },
): Rgb {
  const left = Math.floor((cell.column * pixels.width) / cell.width);
  const right = Math.max(left + 1, Math.floor(((cell.column + 1) * pixels.width) / cell.width));
  const top = Math.floor((cell.row * pixels.height) / cell.height);
  const bottom = Math.max(top + 1, Math.floor(((cell.row + 1) * pixels.height) / cell.height));
  // A few samples are enough for one cell, and keep a 4K picture quick.
  const stepX = Math.max(1, Math.floor((right - left) / 4));
  const stepY = Math.max(1, Math.floor((bottom - top) / 4));
  let [red, green, blue, count] = [0, 0, 0, 0];
  for (let y = top; y < bottom; y += stepY) {
    for (let x = left; x < right; x += stepX) {
      const at = (y * pixels.width + x) * 4;
      const alpha = (pixels.data[at + 3] ?? 0) / 255;
      red += (pixels.data[at] ?? 0) * alpha;
      green += (pixels.data[at + 1] ?? 0) * alpha;
      blue += (pixels.data[at + 2] ?? 0) * alpha;
      count++;
    }
  }
  return [Math.round(red / count), Math.round(green / count), Math.round(blue / count)];
}

function colour([red, green, blue]: Rgb, code: 38 | 48, depth: ColourDepth): string {
  if (depth === "true") return `\u001b[${code};2;${red};${green};${blue}m`;
  return `\u001b[${code};5;${paletteIndex(red, green, blue)}m`;
}

/** The nearest of the 6×6×6 cube, or of the greys where the colour has none. */
function paletteIndex(red: number, green: number, blue: number): number {
  const spread = Math.max(red, green, blue) - Math.min(red, green, blue);
  if (spread < 12) return red < 8 ? 16 : red > 247 ? 231 : 232 + Math.round(((red - 8) / 247) * 24);
  const step = (value: number): number => Math.round((value / 255) * 5);
  return 16 + 36 * step(red) + 6 * step(green) + step(blue);
}
