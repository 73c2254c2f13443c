import { embedTexts, shapeEmbeddings } from "@openclaw/chat";
import { CONNECTION_FLAGS, DRY_RUN_FLAG } from "../args/connection-flags.js";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { logSpending } from "../usage/log-usage.js";
import { readStdin } from "../ask/read-stdin.js";
import { EXIT_OK } from "../exit-codes.js";
import { printPlan } from "../output/print-plan.js";

export const command = defineCommand({
  about: "Turns texts into vectors. Each is printed as one line of JSON; what is piped in is one text, or with --lines one a line.",
  flags: {
    text: { kind: "list", value: "TEXT", summary: "A text" },
    lines: { kind: "switch", excludes: ["text"], summary: "Take each line that is piped in as a text" },
    dimensions: { kind: "number", value: "N", min: 1, integer: true, summary: "How long the vectors are, where the model can" },
    model: { kind: "text", short: "m", value: "REF", summary: "Use this model (a ref or an alias) and no other" },
    "timeout-ms": { kind: "number", value: "MS", min: 1, integer: true, summary: "Give up after this long" },
    ...DRY_RUN_FLAG,
    ...CONNECTION_FLAGS,
  },
  examples: [
    { line: 'infer embedding create --text "a red fox" --text "a blue whale"', says: "two vectors" },
    { line: "infer embedding create --lines < names.txt", says: "one for each line" },
  ],
  async run(context, { flags }) {
    const { out, json } = context;
    const dryRun = flags["dry-run"] === true;
    const piped = flags.text === undefined ? await readStdin(context.io, out) : "";
    const texts = flags.text ?? (flags.lines === true ? piped.split(/\r?\n/) : [piped.trimEnd()]);
    const wanted = flags.text === undefined ? texts.filter((text) => text.trim() !== "") : texts;
    if (wanted.length === 0) throw new UsageError("--text is missing.", 'Write it as --text "…", or pipe it in.');
    if (wanted.some((text) => text.trim() === "")) throw new UsageError("--text is blank.", "Give every text some words.");
    const timeout = flags["timeout-ms"] === undefined ? {} : { overrides: { timeoutMs: flags["timeout-ms"] } };
    const resolved = await context.targets("embedding", { model: flags.model, dryRun, ...timeout });
    const [primary] = resolved.targets;
    const input = { texts: wanted, dimensions: flags.dimensions };
    if (dryRun && primary !== undefined) {
      printPlan(context, shapeEmbeddings(primary, input), resolved);
      return EXIT_OK;
    }
    const { targets: target, failover } = resolved;
    const { circuits, io } = context;
    const { vectors, model, usage, attempts } = await embedTexts(
      { ...input, target },
      { transport: await context.transport(), signal: io.signal, failover, circuits },
    );
    const { promptTokens, costUsd } = usage ?? {};
    await logSpending(context, { kind: "embedding", model, costUsd, promptTokens });
    if (!json) {
      for (const vector of vectors) out.jsonLine(vector);
      return EXIT_OK;
    }
    out.json({
      ok: true,
      capability: "embedding.create",
      transport: "local",
      provider: "openrouter",
      model,
      attempts,
      outputs: vectors.map((embedding, index) => ({ text: wanted[index], embedding, dimensions: embedding.length })),
      usage: { promptTokens, costUsd },
    });
    return EXIT_OK;
  },
});
