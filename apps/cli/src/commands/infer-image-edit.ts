import type { MediaReference } from "@openclaw/media";
import { readMediaFile } from "@openclaw/media/node";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { localPath } from "../ask/read-attachment.js";
import { readPipedFile } from "../ask/read-piped-file.js";
import { isPiped, takesStdin } from "../ask/takes-stdin.js";
import type { Context } from "../context.js";
import { IMAGE_FLAGS, runImages } from "../make/images/run-images.js";

const MAX_PIPED_BYTES = 50 * 1024 * 1024;

export const command = defineCommand({
  about:
    "Makes images from others: --file names what is edited or gone by, at most as many as the model takes. URLs are fetched by this program, not from the local network unless the configuration allows it; - is what is piped in. Without --resolution it follows the largest side of what was given.",
  words: [{ name: "prompt", summary: "what the image shows; the same as --prompt", many: true }],
  flags: {
    file: { kind: "list", short: "f", value: "PATH|URL", summary: "An image to edit or to go by" },
    ...IMAGE_FLAGS,
  },
  examples: [
    { line: 'infer image edit --file photo.jpg --prompt "make it night"', says: "one image out of another" },
    { line: 'infer image edit -f cat.png -f hat.png --prompt "the cat wears the hat" --output both.png', says: "out of two" },
  ],
  async run(context, { flags, words }) {
    const files = flags.file ?? [];
    if (files.length === 0) throw new UsageError("--file is missing.", "Name the image to edit: --file photo.jpg.");
    takesStdin(files);
    const references = await Promise.all(files.map((text) => readReference(text, context)));
    return runImages(context, flags, { words, capability: "image.edit", references });
  },
});

async function readReference(text: string, context: Context): Promise<MediaReference> {
  if (isPiped(text)) return readPipedFile(context, MAX_PIPED_BYTES);
  return /^(?:https?|data):/i.test(text) ? { url: text } : readMediaFile(localPath(text, context.io.cwd));
}
