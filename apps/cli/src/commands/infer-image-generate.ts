import { defineCommand } from "../args/command-spec.js";
import { IMAGE_FLAGS, runImages } from "../make/images/run-images.js";

export const command = defineCommand({
  about:
    "Makes images and writes them to files, whose paths go to stdout. What a model cannot do moves to the nearest it can, and that is said.",
  words: [{ name: "prompt", summary: "what the image shows; the same as --prompt", many: true }],
  flags: IMAGE_FLAGS,
  examples: [
    { line: 'infer image generate --prompt "a lighthouse at dusk" --aspect-ratio 16:9', says: "one image" },
    { line: 'infer image generate --sandbox --prompt "a lighthouse at dusk"', says: "the same without a key" },
    { line: 'infer image generate --prompt "a cat" --count 2 --output kitten.png', says: "kitten-1.png and kitten-2.png" },
  ],
  run: async (context, { flags, words }) => runImages(context, flags, { words, capability: "image.generate" }),
});
