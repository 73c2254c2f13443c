import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { decodePixels } from "./decode-pixels.js";
import { renderHalfBlocks } from "./half-blocks.js";
import { previewImage } from "./preview-image.js";

/** Red above, blue below. */
const png = encode({
  width: 2,
  height: 4,
  channels: 3,
  depth: 8,
  data: Uint8Array.from({ length: 24 }, (_value, index) => (index < 12 ? [255, 0, 0] : [0, 0, 255])[index % 3] ?? 0),
});

describe("previewImage", () => {
  it("draws two pixels in each cell, in the colours that the terminal has (CLI-4)", async () => {
    const env = { TERM: "xterm-256color", COLORTERM: "truecolor" };
    expect(await previewImage(png, { env, columns: 80, unicode: true })).toBe(
      "\u001b[38;2;255;0;0m\u001b[48;2;255;0;0m▀\u001b[38;2;255;0;0m\u001b[48;2;255;0;0m▀\u001b[0m\n" +
        "\u001b[38;2;0;0;255m\u001b[48;2;0;0;255m▀\u001b[38;2;0;0;255m\u001b[48;2;0;0;255m▀\u001b[0m\n",
    );
    expect(await previewImage(png, { env: { TERM: "screen-256color" }, columns: 80, unicode: true })).toContain("\u001b[38;5;196m");
  });

  it("uses the kitty and iTerm2 protocols where they are, but not through tmux (CLI-4)", async () => {
    const look = (env: Record<string, string>) => previewImage(png, { env, columns: 80, unicode: true });
    expect(await look({ TERM: "xterm-kitty" })).toBe(`\u001b_Gf=100,a=T,r=16,m=0;${Buffer.from(png).toString("base64")}\u001b\\\n`);
    expect(await look({ TERM_PROGRAM: "iTerm.app", TERM: "xterm-256color" })).toContain("\u001b]1337;File=inline=1;");
    expect(await look({ TERM: "xterm-kitty", TMUX: "/tmp/tmux", COLORTERM: "truecolor" })).toContain("▀");
  });

  it("shows nothing where it cannot: no colours, no Unicode, no picture", async () => {
    expect(await previewImage(png, { env: { TERM: "dumb" }, columns: 80, unicode: true })).toBeUndefined();
    expect(await previewImage(png, { env: { TERM: "xterm-256color" }, columns: 80, unicode: false })).toBeUndefined();
    for (const bytes of [new Uint8Array(), new TextEncoder().encode("text"), png.slice(0, 40)]) {
      expect(await previewImage(bytes, { env: { COLORTERM: "truecolor" }, columns: 80, unicode: true })).toBeUndefined();
    }
  });

  it("keeps a picture's proportions within the given cells", async () => {
    const pixels = await decodePixels(encode({ width: 400, height: 100, channels: 4, depth: 8, data: new Uint8Array(160_000).fill(255) }));
    const lines = renderHalfBlocks(pixels!, { columns: 40, rows: 16 }, "true").trimEnd().split("\n");
    expect(lines).toHaveLength(5);
    expect(lines[0]!.split("▀")).toHaveLength(41);
  });
});
