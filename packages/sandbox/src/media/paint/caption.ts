import { blendPixel, type Canvas, type Color } from "./canvas.js";
import { glyphOf, LETTER_WIDTH, LINE_HEIGHT } from "./font.js";

/** What every picture and every frame says of itself, in pixels and in the file's own text. */
export const STAMP = "sandbox render - no model was used";

const INK: Color = [255, 255, 255];
const SHADE: Color = [0, 0, 0];

/** Writes the first words of the prompt and, below them, the stamp, on a dark band at the foot of the picture. */
export function paintCaption(canvas: Canvas, prompt: string): void {
  const fit = Math.floor(canvas.width / ((STAMP.length + 2) * LETTER_WIDTH));
  const scale = Math.max(1, Math.min(fit, Math.round(canvas.height / 300)));
  const letters = Math.max(0, Math.floor(canvas.width / (LETTER_WIDTH * scale)) - 2);
  const title = prompt.replaceAll(/\s+/g, " ").trim();
  const lines = [title.length > letters ? `${title.slice(0, Math.max(0, letters - 1))}~` : title, STAMP].filter((line) => line !== "");
  const line = LINE_HEIGHT * scale + scale;
  const top = canvas.height - lines.length * line - 2 * scale;
  for (let y = Math.max(0, top); y < canvas.height; y += 1) {
    for (let x = 0; x < canvas.width; x += 1) blendPixel(canvas, x, y, SHADE, 0.55);
  }
  for (const [row, text] of lines.entries()) paintText(canvas, text, { x: LETTER_WIDTH * scale, y: top + 2 * scale + row * line, scale });
}

function paintText(canvas: Canvas, text: string, place: { x: number; y: number; scale: number }): void {
  for (const [index, letter] of Array.from(text).entries()) {
    for (const [column, bits] of glyphOf(letter).entries()) {
      for (let row = 0; row < 8; row += 1) {
        if ((bits & (1 << row)) === 0) continue;
        const x = place.x + (index * LETTER_WIDTH + column) * place.scale;
        paintDot(canvas, x, place.y + row * place.scale, place.scale);
      }
    }
  }
}

function paintDot(canvas: Canvas, x: number, y: number, size: number): void {
  for (let down = 0; down < size; down += 1) {
    for (let right = 0; right < size; right += 1) blendPixel(canvas, x + right, y + down, INK, 0.94);
  }
}
