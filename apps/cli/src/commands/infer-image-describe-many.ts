import { ToolkitError } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { takesStdin } from "../ask/takes-stdin.js";
import { EXIT_FAILURE, EXIT_OK } from "../exit-codes.js";
import { DESCRIBE_FLAGS } from "../make/images/describe-flags.js";
import { describeImage, type ImageDescription } from "../make/images/describe-images.js";

const DEFAULT_CONCURRENCY = 2;

type Outcome = ImageDescription | { readonly path: string; readonly error: { readonly code: string; readonly message: string } };

export const command = defineCommand({
  about:
    "Says what each of several images shows, a few at a time (tools.media.concurrency). One that fails is reported and the rest goes on; the exit code is 1 then.",
  words: [{ name: "file", summary: "the images, as paths or URLs", many: true }],
  flags: DESCRIBE_FLAGS,
  examples: [{ line: "infer image describe-many one.jpg two.jpg three.jpg", says: "a path and its description for each" }],
  async run(context, { flags, words }) {
    const { out, json } = context;
    const files = [...(flags.file ?? []), ...words];
    if (files.length === 0) throw new UsageError("There is no image.", "Name some: infer image describe-many one.jpg two.jpg.");
    takesStdin(files);
    const timeout = flags["timeout-ms"] === undefined ? {} : { overrides: { timeoutMs: flags["timeout-ms"] } };
    const resolved = await context.targets("vision", { model: flags.model, ...timeout });
    const { concurrency = DEFAULT_CONCURRENCY } = (await context.config()).config.tools.media;
    const outcomes: Outcome[] = [];
    let next = 0;
    let told = 0;
    const work = async (): Promise<void> => {
      while (next < files.length) {
        const index = next;
        next += 1;
        const path = files[index] ?? "";
        outcomes[index] = await describeImage(context, path, { resolved, prompt: flags.prompt }).catch((error: unknown) =>
          failed(path, error),
        );
        // In the order in which they were named, as soon as all before them are told.
        for (let outcome = outcomes[told]; outcome !== undefined; outcome = outcomes[told]) {
          told += 1;
          if (json) continue;
          if ("error" in outcome) out.alert(`${outcome.path}: ${outcome.error.message}`);
          else out.line(`${out.style("bold", outcome.path)}\n${outcome.text}\n`);
        }
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: Math.min(concurrency, files.length) }, work));
    // Each has counted what it was billed before the first failure ends them all.
    for (const outcome of ended) if (outcome.status === "rejected") throw outcome.reason;
    const good = outcomes.filter((outcome) => !("error" in outcome));
    if (json)
      out.json({
        ok: good.length === files.length,
        capability: "image.describe-many",
        transport: "local",
        provider: "openrouter",
        model: good[0] !== undefined && "model" in good[0] ? good[0].model : resolved.targets[0]?.model.ref,
        attempts: [],
        outputs: outcomes,
      });
    return good.length === files.length ? EXIT_OK : EXIT_FAILURE;
  },
});

function failed(path: string, error: unknown): Outcome {
  if (!ToolkitError.isInstance(error)) throw error;
  return { path, error: { code: error.code, message: error.message } };
}
