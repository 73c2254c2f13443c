import { mixColors, setPixel, type Canvas, type Color } from "./canvas.js";
import { ridgeNoise, scatter } from "./noise.js";
import type { Scene } from "./scene.js";

const LAYERS = 4;
const HORIZON = 0.62;

/** Where the ground of one layer begins at a column, as a share of the height from the top. */
function heightAt(scene: Scene, layer: number, place: number): number {
  const base = HORIZON - 0.12 + layer * 0.12;
  const seed = scene.seed + layer * 977;
  const rolling = ridgeNoise(place * (2 + layer), seed, scene.ground === "desert" ? 2 : 5);
  switch (scene.ground) {
    case "forest": {
      const spike = Math.abs(((place * (46 - layer * 7) + scatter(Math.floor(place * (46 - layer * 7)), layer, seed) * 0.3) % 1) - 0.5);
      return base - rolling * 0.14 - (0.5 - spike) * (0.05 + 0.09 * scatter(Math.floor(place * (46 - layer * 7)), layer + 9, seed));
    }
    case "city": {
      const block = Math.floor(place * (34 - layer * 6));
      return base - 0.02 - scatter(block, layer, seed) * (0.26 - layer * 0.045);
    }
    case "desert":
      return base + 0.03 - rolling * 0.12;
    case "ocean":
      return HORIZON + 0.01 - rolling * 0.13;
    default:
      return base - rolling * (0.3 - layer * 0.05);
  }
}

/** Ridges, trees or houses in layers, far to near; nearer layers slide faster with `time` (seconds). */
export function paintGround(canvas: Canvas, scene: Scene, time: number): void {
  const layers = scene.ground === "ocean" ? 1 : LAYERS;
  for (let layer = 0; layer < layers; layer += 1) {
    const color = mixColors(scene.skyLow, scene.near, 0.32 + (0.68 * layer) / (LAYERS - 1));
    const slide = time * 0.006 * (layer + 1);
    for (let x = 0; x < canvas.width; x += 1) {
      const place = x / canvas.width + slide;
      const top = Math.floor(heightAt(scene, layer, place) * canvas.height);
      paintColumn(canvas, scene, { x, top, layer, place, color });
    }
  }
  if (scene.ground === "ocean") paintWater(canvas, scene, time);
}

interface Column {
  x: number;
  top: number;
  layer: number;
  place: number;
  color: Color;
}

function paintColumn(canvas: Canvas, scene: Scene, column: Column): void {
  const { x, top, layer, place, color } = column;
  const snowEnd = scene.snow || (scene.ground === "mountains" && layer < 2) ? top + canvas.height * (scene.snow ? 0.05 : 0.028) : top;
  const window = Math.max(3, Math.round(canvas.height / 110));
  for (let y = Math.max(0, top); y < canvas.height; y += 1) {
    if (y < snowEnd) setPixel(canvas, x, y, mixColors([244, 247, 252], color, (y - top) / (snowEnd - top + 1)));
    else if (scene.ground === "city" && litWindow(scene, { place, layer, y, top, window })) setPixel(canvas, x, y, [255, 214, 130]);
    else setPixel(canvas, x, y, color);
  }
}

function litWindow(scene: Scene, spot: { place: number; layer: number; y: number; top: number; window: number }): boolean {
  const column = spot.place * (34 - spot.layer * 6) * 6;
  const row = Math.floor((spot.y - spot.top) / spot.window);
  if (row % 2 === 0 || column % 1 < 0.4) return false;
  return scatter(Math.floor(column), row, scene.seed + spot.layer) > (scene.hour === "day" ? 0.86 : 0.55);
}

/** Water mirrors the sky and carries a shimmering path of light. */
function paintWater(canvas: Canvas, scene: Scene, time: number): void {
  const start = Math.floor(HORIZON * canvas.height);
  const center = scene.lightX * canvas.width;
  for (let y = start; y < canvas.height; y += 1) {
    const depth = (y - start) / (canvas.height - start);
    const color = mixColors(mixColors(scene.skyLow, scene.skyTop, depth), scene.near, 0.25 + depth * 0.45);
    const sway = Math.sin(y * 0.9 + time * 3) * (2 + depth * canvas.width * 0.03);
    const reach = canvas.width * (0.03 + depth * 0.09);
    for (let x = 0; x < canvas.width; x += 1) {
      const wave = Math.sin(x * 0.035 * (1.6 - depth) + y * 0.6 + time * 2.2);
      const onPath = Math.abs(x - center - sway) < reach && wave > 0.1;
      setPixel(canvas, x, y, onPath ? mixColors(color, scene.light, 0.5 * wave) : mixColors(color, scene.skyLow, wave > 0.82 ? 0.18 : 0));
    }
  }
}
