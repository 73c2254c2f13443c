import type { Color } from "./canvas.js";
import { STAMP } from "./caption.js";
import { ridgeNoise } from "./noise.js";
import { readScene } from "./scene.js";

function css(color: Color): string {
  return `rgb(${color.map((part) => Math.round(part)).join(",")})`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** The same scene as text: sky, light, three ridges and the stamp. */
export function writeSvg(prompt: string, seed: number, size: { width: number; height: number }): string {
  const { width, height } = size;
  const scene = readScene(prompt, seed);
  const ridges = [0, 1, 2].map((layer) => {
    const points = Array.from({ length: 41 }, (_, step) => {
      const y = height * (0.5 + layer * 0.14 - ridgeNoise((step / 40) * (2 + layer), scene.seed + layer * 977, 4) * 0.2);
      return `${((step / 40) * width).toFixed(1)},${y.toFixed(1)}`;
    });
    return `<polygon fill="${css(scene.near)}" fill-opacity="${0.4 + layer * 0.3}" points="0,${height} ${points.join(" ")} ${width},${height}"/>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<desc>${STAMP}</desc>`,
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${css(scene.skyTop)}"/><stop offset="1" stop-color="${css(scene.skyLow)}"/></linearGradient></defs>`,
    `<rect width="${width}" height="${height}" fill="url(#sky)"/>`,
    `<circle cx="${scene.lightX * width}" cy="${scene.lightY * height}" r="${height * 0.07}" fill="${css(scene.light)}"/>`,
    ...ridges,
    `<text x="12" y="${height - 30}" fill="#fff" font-family="monospace" font-size="14">${escape(prompt.slice(0, 80))}</text>`,
    `<text x="12" y="${height - 12}" fill="#fff" font-family="monospace" font-size="14">${STAMP}</text>`,
    "</svg>",
  ].join("\n");
}
