import { createRandom } from "../../wire/seeded-random.js";
import { blendPixel, mixColors, type Canvas, type Color } from "./canvas.js";
import type { Scene } from "./scene.js";

/** Soft clouds that drift to the right with `time` (seconds). */
export function paintClouds(canvas: Canvas, scene: Scene, time: number): void {
  const random = createRandom(scene.seed ^ 0xc10d);
  const count = scene.hour === "storm" ? 11 : 5;
  const color = mixColors(scene.skyLow, scene.hour === "night" ? [90, 96, 120] : [255, 250, 246], 0.6);
  for (let cloud = 0; cloud < count; cloud += 1) {
    const speed = 0.008 + random() * 0.012;
    const x = ((random() * 1.4 + time * speed) % 1.4) - 0.2;
    const y = 0.06 + random() * 0.3;
    const size = 0.05 + random() * 0.06;
    for (let puff = 0; puff < 5; puff += 1) {
      const shiftX = (random() - 0.5) * size * 2.6;
      const shiftY = (random() - 0.5) * size * 0.4;
      paintPuff(canvas, (x + shiftX) * canvas.width, (y + shiftY) * canvas.height, size * (0.5 + random() * 0.6) * canvas.width, color);
    }
  }
}

function paintPuff(canvas: Canvas, centerX: number, centerY: number, radius: number, color: Color): void {
  const flat = radius * 0.32;
  const top = Math.max(0, Math.floor(centerY - flat));
  const bottom = Math.min(canvas.height, centerY + flat);
  for (let y = top; y < bottom; y += 1) {
    const reach = radius * Math.sqrt(Math.max(0, 1 - ((y - centerY) / flat) ** 2));
    const right = Math.min(canvas.width, centerX + reach);
    for (let x = Math.max(0, Math.floor(centerX - reach)); x < right; x += 1) {
      const away = ((x - centerX) / radius) ** 2 + ((y - centerY) / flat) ** 2;
      blendPixel(canvas, x, y, color, 0.34 * (1 - away));
    }
  }
}
