export type Color = readonly [red: number, green: number, blue: number];

/** A picture in memory: RGBA, eight bits a channel, rows from the top. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
}

export function createCanvas(width: number, height: number): Canvas {
  return { width, height, pixels: new Uint8ClampedArray(width * height * 4) };
}

/** Writes one opaque pixel; coordinates outside the canvas are ignored. */
export function setPixel(canvas: Canvas, x: number, y: number, color: Color): void {
  if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return;
  const at = (y * canvas.width + x) * 4;
  canvas.pixels[at] = color[0];
  canvas.pixels[at + 1] = color[1];
  canvas.pixels[at + 2] = color[2];
  canvas.pixels[at + 3] = 255;
}

/** Lays `color` over a pixel with `alpha` 0..1. */
export function blendPixel(canvas: Canvas, x: number, y: number, color: Color, alpha: number): void {
  if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height || alpha <= 0) return;
  const at = (y * canvas.width + x) * 4;
  const keep = 1 - alpha;
  canvas.pixels[at] = (canvas.pixels[at] ?? 0) * keep + color[0] * alpha;
  canvas.pixels[at + 1] = (canvas.pixels[at + 1] ?? 0) * keep + color[1] * alpha;
  canvas.pixels[at + 2] = (canvas.pixels[at + 2] ?? 0) * keep + color[2] * alpha;
  canvas.pixels[at + 3] = 255;
}

export function mixColors(from: Color, to: Color, share: number): Color {
  const part = Math.min(1, Math.max(0, share));
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part];
}

/** A copy in another size: whole-number enlargement stays crisp, anything else takes the nearest pixel. */
export function resizeCanvas(source: Canvas, width: number, height: number): Canvas {
  const target = createCanvas(width, height);
  const from = new Uint32Array(source.pixels.buffer);
  const into = new Uint32Array(target.pixels.buffer);
  for (let y = 0; y < height; y += 1) {
    const row = Math.min(source.height - 1, Math.floor((y * source.height) / height)) * source.width;
    for (let x = 0; x < width; x += 1) into[y * width + x] = from[row + Math.floor((x * source.width) / width)] ?? 0;
  }
  return target;
}
