import type { ModelRow } from "@openclaw/core";
import { isFree, readPrice } from "@openclaw/core/internal";
import { defineCommand } from "../args/command-spec.js";
import type { Context } from "../context.js";
import { EXIT_OK } from "../exit-codes.js";
import { listModels, type ListedModel } from "../models/list-models.js";
import { shownPrices } from "../models/shown-prices.js";
import { shownTokens } from "../output/amounts.js";
import { printable } from "../output/printable.js";
import { renderTable } from "../output/table.js";

export const command = defineCommand({
  about:
    "Without a flag: the models in use and the bundled ones. Prices are USD per million tokens. The catalogue is kept on disk and renewed when it is an hour old.",
  words: [{ name: "search", summary: "only models whose name holds all of these words", many: true }],
  flags: {
    all: { kind: "switch", short: "a", summary: "Every model of the catalogue" },
    provider: { kind: "text", value: "ID", summary: "Only models of this author, such as anthropic" },
    free: { kind: "switch", summary: "Only models that cost nothing" },
    input: { kind: "choice", choices: ["text", "image", "file", "audio", "video"], summary: "Only models that take" },
    output: { kind: "choice", choices: ["text", "image", "audio", "video", "speech", "embeddings"], summary: "Only models that put out" },
    tools: { kind: "switch", summary: "Only models that call tools" },
    reasoning: { kind: "switch", summary: "Only models that think" },
    "max-price": { kind: "number", value: "USD", min: 0, summary: "Only models whose output costs at most this per million tokens" },
    context: { kind: "number", value: "TOKENS", min: 1, summary: "Only models with at least this context window" },
    local: { kind: "switch", summary: "Only models on this machine: there are none behind OpenRouter", hidden: true },
    refresh: { kind: "switch", summary: "Fetch the catalogue anew" },
    plain: { kind: "switch", summary: "Only the refs, one a line" },
    "base-url": { kind: "text", value: "URL", summary: "List the models of this OpenRouter-shaped server" },
    sandbox: { kind: "switch", summary: "List the models of the offline sandbox" },
  },
  examples: [
    { line: "models list", says: "what is in use" },
    { line: "models list --all --free --tools", says: "free models that call tools" },
    { line: "models list claude --max-price 20", says: "search the whole catalogue" },
  ],
  async run(context, { flags, words }) {
    const { out } = context;
    const catalog = await context.catalog();
    const read = () => catalog.all({ network: flags.refresh === true ? "always" : "when-stale" });
    const listing = await (context.timings === undefined ? read() : context.timings.measure("catalogue", read));
    out.warn(listing.warnings);
    const everything = flags.all === true || words.length > 0 || FILTERS.some((name) => flags[name] !== undefined);
    const loaded = await context.config();
    const models = listModels({ loaded, rows: listing.rows, everything, available: await hasKey(context) });
    const { local, provider, free, input, output, tools, reasoning, context: leastContext } = flags;
    const maxPrice = flags["max-price"];
    const wanted = models.filter(
      ({ row, key, name }) =>
        local !== true &&
        (provider === undefined || key.startsWith(`openrouter/${provider.toLowerCase()}/`) || provider.toLowerCase() === "openrouter") &&
        (free !== true || (row !== undefined && isFree(row))) &&
        (input === undefined || row?.inputModalities.includes(input) === true) &&
        (output === undefined || row?.outputModalities.includes(output) === true) &&
        (tools !== true || row?.supportedParameters?.includes("tools") === true) &&
        (reasoning !== true || row?.reasoning !== undefined || row?.supportedParameters?.includes("reasoning") === true) &&
        (maxPrice === undefined || outputPrice(row) <= maxPrice) &&
        (leastContext === undefined || (row?.contextTokens ?? 0) >= leastContext) &&
        words.every((word) => `${key} ${name}`.toLowerCase().includes(word.toLowerCase())),
    );
    if (context.json) out.json({ count: wanted.length, models: wanted.map(toJson) });
    else if (flags.plain === true) for (const { key } of wanted) out.line(key);
    else if (wanted.length === 0) out.line("No models found.");
    else printTable(context, wanted);
    if (!everything && out.terminal && !context.json)
      out.note(out.noteStyle("dim", `All ${listing.rows.length} models: openclaw models list --all`));
    // The rows shown may be the stored ones while new ones are on their way: this run waits for them, so that the next has them.
    const stale = listing.source === "cache" && listing.fetchedAtMs !== undefined && context.io.now() - listing.fetchedAtMs > 3_600_000;
    if (stale && flags.refresh !== true) await catalog.all({ network: "always" });
    return EXIT_OK;
  },
});

const FILTERS = ["provider", "free", "input", "output", "tools", "reasoning", "max-price", "context", "local"] as const;

async function hasKey(context: Context): Promise<boolean> {
  return context.credentials("chat").then(
    (found) => found.length > 0,
    () => false,
  );
}

function outputPrice(row: ModelRow | undefined): number {
  return ((row && readPrice(row.pricing)?.completionUsd) ?? Infinity) * 1_000_000;
}

function printTable({ out }: Context, models: readonly ListedModel[]): void {
  const rows = models.map(({ key, row, available, tags }) => {
    const { prompt, completion } = shownPrices(row);
    return [
      printable(key),
      row?.inputModalities.join("+") ?? "-",
      shownTokens(row?.contextTokens),
      prompt,
      completion,
      available ? "yes" : "no",
      tags.join(","),
    ];
  });
  out.write(
    renderTable(["Model", "Input", "Ctx", "$/M in", "$/M out", "Auth", "Tags"], rows, {
      columns: out.terminal ? out.columns : Infinity,
      style: out.style,
      unicode: out.unicode,
      right: [2, 3, 4],
      drop: [1, 5, 6, 3],
    }),
  );
}

/** OpenClaw's shape, which scripts know, with the prices beside it. */
function toJson({ key, name, row, available, tags }: ListedModel): unknown {
  return {
    key,
    name,
    input: row?.inputModalities.join("+") ?? "-",
    contextWindow: row?.contextTokens ?? null,
    local: false,
    available,
    tags,
    missing: row === undefined,
    ...(row === undefined ? {} : { output: row.outputModalities.join("+"), pricing: row.pricing }),
  };
}
