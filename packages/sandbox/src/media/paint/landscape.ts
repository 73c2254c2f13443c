import { createCanvas, mixColors, setPixel, type Canvas, type Color } from "./canvas.js";
import { paintCaption } from "./caption.js";
import { paintClouds } from "./clouds.js";
import { paintGround } from "./ground.js";
import { readScene, type Scene } from "./scene.js";
import { paintSky } from "./sky.js";

export interface LandscapeRequest {
  prompt: string;
  seed: number;
  width: number;
  height: number;
  /** A picture to stand behind the words instead of a landscape (an edit, a first frame). */
  backdrop?: Canvas;
}

/** Paints the picture of a prompt at a moment (`time` in seconds; stills are at 0). The parts that stand still are painted once. */
export function createLandscape(request: LandscapeRequest): (time: number) => Canvas {
  const scene = readScene(request.prompt, request.seed);
  const { width, height, backdrop } = request;
  if (backdrop !== undefined) return (time) => captioned(zoomInto(backdrop, scene, { width, height, time }), request.prompt);
  const sky = createCanvas(width, height);
  paintSky(sky, scene);
  return (time) => {
    const canvas = createCanvas(width, height);
    canvas.pixels.set(sky.pixels);
    paintClouds(canvas, scene, time);
    paintGround(canvas, scene, time);
    return captioned(canvas, request.prompt);
  };
}

function captioned(canvas: Canvas, prompt: string): Canvas {
  paintCaption(canvas, prompt);
  return canvas;
}

/** A given picture, filling the frame, slowly growing, tinted by the words: composited, not understood. */
function zoomInto(source: Canvas, scene: Scene, frame: { width: number; height: number; time: number }): Canvas {
  const target = createCanvas(frame.width, frame.height);
  const zoom = 1 + frame.time * 0.03;
  const scale = Math.min(source.width / frame.width, source.height / frame.height) / zoom;
  for (let y = 0; y < frame.height; y += 1) {
    const fromY = Math.floor(source.height / 2 + (y - frame.height / 2) * scale);
    for (let x = 0; x < frame.width; x += 1) {
      const fromX = Math.floor(source.width / 2 + (x - frame.width / 2) * scale);
      const at = (Math.max(0, fromY) * source.width + Math.max(0, fromX)) * 4;
      const color: Color = [source.pixels[at] ?? 0, source.pixels[at + 1] ?? 0, source.pixels[at + 2] ?? 0];
      setPixel(target, x, y, mixColors(color, scene.skyTop, 0.15));
    }
  }
  return target;
}
