import { blendPixel, mixColors, setPixel, type Canvas } from "./canvas.js";
import { scatter } from "./noise.js";
import type { Scene } from "./scene.js";

/** Sky, stars and the sun or moon: what stands still, painted once per picture or clip. */
export function paintSky(canvas: Canvas, scene: Scene): void {
  const { width, height } = canvas;
  for (let y = 0; y < height; y += 1) {
    const color = mixColors(scene.skyTop, scene.skyLow, (y / height) * 1.45);
    for (let x = 0; x < width; x += 1) setPixel(canvas, x, y, color);
  }
  if (scene.hour === "night") paintStars(canvas, scene);
  if (scene.hour !== "storm") paintLight(canvas, scene);
}

function paintStars(canvas: Canvas, scene: Scene): void {
  const cell = Math.max(4, Math.round(canvas.height / 60));
  for (let y = 0; y < canvas.height * 0.6; y += cell) {
    for (let x = 0; x < canvas.width; x += cell) {
      const chance = scatter(x / cell, y / cell, scene.seed);
      if (chance > 0.86) blendPixel(canvas, Math.round(x + chance * 37) % canvas.width, y, [255, 255, 245], (chance - 0.8) * 5);
    }
  }
}

function paintLight(canvas: Canvas, scene: Scene): void {
  const radius = Math.min(canvas.width, canvas.height) * (scene.hour === "night" ? 0.055 : 0.07);
  const glow = radius * (scene.hour === "sunset" || scene.hour === "dawn" ? 7 : 4.5);
  const centerX = scene.lightX * canvas.width;
  const centerY = scene.lightY * canvas.height;
  for (let y = Math.floor(centerY - glow); y < centerY + glow; y += 1) {
    for (let x = Math.floor(centerX - glow); x < centerX + glow; x += 1) {
      const distance = Math.hypot(x - centerX, y - centerY);
      const halo = distance < glow ? 0.5 * (1 - Math.max(0, distance - radius) / (glow - radius)) ** 2 : 0;
      blendPixel(canvas, x, y, scene.light, Math.max(halo, Math.min(1, radius - distance)));
    }
  }
}
