import { ApiError } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { EXIT_OK } from "../exit-codes.js";
import { DESCRIBE_FLAGS } from "../make/images/describe-flags.js";
import { describeImage } from "../make/images/describe-images.js";

export const command = defineCommand({
  about: "Says what an image shows, or answers a question about it. The model is agents.defaults.imageModel where one is set.",
  flags: DESCRIBE_FLAGS,
  examples: [
    { line: "infer image describe --file photo.jpg", says: "what it shows" },
    { line: 'infer image describe --file receipt.png --prompt "What is the total?"', says: "a question about it" },
  ],
  async run(context, { flags }) {
    const [file, ...others] = flags.file ?? [];
    if (file === undefined) throw new UsageError("--file is missing.", "Name the image: --file photo.jpg.");
    if (others.length > 0) throw new UsageError("--file was given twice.", "Several images: infer image describe-many.");
    const timeout = flags["timeout-ms"] === undefined ? {} : { overrides: { timeoutMs: flags["timeout-ms"] } };
    const resolved = await context.targets("vision", { model: flags.model, ...timeout });
    const described = await describeImage(context, file, { resolved, prompt: flags.prompt });
    if (described.text === "") {
      throw new ApiError(`${described.model} answered without any text.`, {
        code: "response_empty",
        status: 200,
        hint: "Ask another model.",
      });
    }
    const { model } = described;
    if (context.json)
      context.out.json({
        ok: true,
        capability: "image.describe",
        transport: "local",
        provider: "openrouter",
        model,
        attempts: [],
        outputs: [described],
      });
    else context.out.line(described.text);
    return EXIT_OK;
  },
});
