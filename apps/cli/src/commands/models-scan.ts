import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import type { Context } from "../context.js";
import { EXIT_FAILURE, EXIT_OK } from "../exit-codes.js";
import { chooseModels } from "../models/choose-models.js";
import { findFreeModels, rankModels, type ScannedModel } from "../models/free-models.js";
import { probeModel, unprobed } from "../models/probe-model.js";
import { shownMs, shownTokens } from "../output/amounts.js";
import { printable } from "../output/printable.js";
import { createProgress } from "../output/progress.js";
import { renderTable } from "../output/table.js";
import { editSettings } from "../settings/edit-settings.js";
import { FALLBACKS_PATH } from "../settings/fallbacks.js";

export const command = defineCommand({
  about:
    "Finds the models that cost nothing, tries whether they call a tool and see a picture, ranks them, and writes the best ones as fallbacks. Free models need a key too; without one, or with --no-probe, only what the catalogue says is shown and nothing is written. On a terminal you choose which ones are written; --fallback and --image-fallback choose without asking, --yes takes the best.",
  flags: {
    "min-params": { kind: "number", value: "B", min: 0, summary: "Only models of at least so many billion parameters, by their name" },
    "max-age-days": { kind: "number", value: "N", min: 0, summary: "Only models that came in the last so many days" },
    provider: { kind: "text", value: "ID", summary: "Only models of this author" },
    "max-candidates": { kind: "number", value: "N", min: 1, max: 50, integer: true, summary: "Choose at most so many; 6" },
    timeout: { kind: "number", value: "MS", min: 1, integer: true, summary: "Give one try so long; 12000" },
    concurrency: { kind: "number", value: "N", min: 1, max: 16, integer: true, summary: "Try so many at once; 3" },
    "no-probe": { kind: "switch", summary: "Ask no model; only look at the catalogue" },
    yes: { kind: "switch", short: "y", summary: "Write the best ones without asking" },
    fallback: { kind: "list", value: "REF", summary: "Write this one of them as a fallback, in the order given; repeat for more" },
    "image-fallback": { kind: "list", value: "REF", summary: "The same for the model that looks at images" },
    "set-default": { kind: "switch", summary: "Make the best one the default model" },
    "set-image": { kind: "switch", summary: "Make the best one that sees the image model" },
    "base-url": { kind: "text", value: "URL", summary: "Scan this OpenRouter-shaped server" },
    "api-key": { kind: "text", value: "KEY", summary: "Use this key for the tries" },
  },
  examples: [
    { line: "models scan --no-probe", says: "only look" },
    { line: "models scan --min-params 30 --yes", says: "try them, and write the best as fallbacks" },
  ],
  async run(context, { flags }) {
    const { out, io, json } = context;
    const hasKey = await context.credentials("chat").then(
      () => true,
      () => false,
    );
    const probing = flags["no-probe"] !== true && hasKey;
    const named = { chat: flags.fallback, image: flags["image-fallback"] };
    const isNamed = named.chat !== undefined || named.image !== undefined;
    if (!probing && (flags["set-default"] === true || flags["set-image"] === true || isNamed)) {
      throw new UsageError(
        "--set-default, --set-image, --fallback and --image-fallback choose among models that were tried, and none is tried here.",
        "Set up a key first, and leave --no-probe out.",
      );
    }
    if (probing && flags.yes !== true && !isNamed && !json && io.prompter === undefined) {
      throw new UsageError("There is no terminal to ask on.", "Write the fallbacks with --yes, or look with --no-probe.");
    }
    const { rows, warnings } = await (await context.catalog()).all({ network: "when-stale" });
    out.warn(warnings);
    const free = rankModels(
      findFreeModels(rows, {
        minParams: flags["min-params"],
        maxAgeDays: flags["max-age-days"],
        provider: flags.provider,
        nowMs: io.now(),
      }),
    );
    const results = probing
      ? rankModels(await probeAll(context, free, { timeoutMs: flags.timeout ?? 12_000, concurrency: flags.concurrency ?? 3 }))
      : free.map(unprobed);
    if (!hasKey && flags["no-probe"] !== true) {
      out.note(
        "Missing OpenRouter API key. Free OpenRouter models still require OPENROUTER_API_KEY for live probes and inference; only the catalogue is shown.",
      );
    }
    const most = flags["max-candidates"] ?? 6;
    if (!json) printTable(context, results);
    const { selected, selectedImages } = await chooseModels(context, results, { most, named, yes: flags.yes === true, probing });
    const wanted = selected.length > 0 || selectedImages.length > 0;
    if (wanted) {
      const set = (path: string, value: unknown) => ({ op: "set" as const, path, value });
      await editSettings(context, [
        ...(selected.length === 0 ? [] : [set(FALLBACKS_PATH, selected)]),
        ...(selectedImages.length === 0 ? [] : [set("agents.defaults.imageModel.fallbacks", selectedImages)]),
        ...(flags["set-default"] === true && selected[0] !== undefined ? [set("agents.defaults.model.primary", selected[0])] : []),
        ...(flags["set-image"] === true && selectedImages[0] !== undefined
          ? [set("agents.defaults.imageModel.primary", selectedImages[0])]
          : []),
      ]);
    }
    if (json) {
      out.json({
        selected,
        selectedImages,
        setDefault: flags["set-default"] === true && selected.length > 0,
        setImage: flags["set-image"] === true && selectedImages.length > 0,
        results: results.map(toJson),
        warnings: warnings.map(({ message }) => message),
      });
    } else if (wanted) {
      if (selected.length > 0) out.line(`Fallbacks: ${selected.join(", ")}`);
      if (selectedImages.length > 0) out.line(`Image fallbacks: ${selectedImages.join(", ")}`);
    } else if (probing) out.note("Nothing was chosen; nothing was written.");
    return probing && !results.some(({ tool }) => tool.ok) ? EXIT_FAILURE : EXIT_OK;
  },
});

async function probeAll(
  context: Context,
  models: Parameters<typeof rankModels>[0],
  { timeoutMs, concurrency }: { readonly timeoutMs: number; readonly concurrency: number },
): Promise<readonly ScannedModel[]> {
  const progress = createProgress(context.out, { now: context.io.now, write: (text) => context.io.stderr.write(text) });
  const found: ScannedModel[] = [];
  const queue = [...models];
  const work = async (): Promise<void> => {
    for (let model = queue.shift(); model !== undefined; model = queue.shift()) {
      progress.update("trying free models", found.length / models.length);
      found.push(await probeModel(context, model, timeoutMs));
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, work));
  } finally {
    progress.stop();
  }
  return found;
}

function printTable({ out }: Context, results: readonly ScannedModel[]): void {
  if (results.length === 0) {
    out.line("No free models found.");
    return;
  }
  const shown = ({ ok, latencyMs, skipped }: ScannedModel["tool"]): string =>
    skipped === true ? "-" : ok ? shownMs(latencyMs ?? 0) : "no";
  const rows = results.map(({ ref, row, inferredParamB, tool, image }) => [
    printable(ref),
    shownTokens(row.contextTokens),
    inferredParamB === null ? "-" : `${inferredParamB}b`,
    shown(tool),
    shown(image),
  ]);
  out.write(
    renderTable(["Model", "Ctx", "Params", "Tool", "Image"], rows, {
      columns: out.terminal ? out.columns : Infinity,
      style: out.style,
      unicode: out.unicode,
      right: [1, 2, 3, 4],
      drop: [2, 1],
    }),
  );
}

/** OpenClaw's shape, which scripts know. */
function toJson({ row, ref, inferredParamB, tool, image }: ScannedModel): unknown {
  return {
    id: row.id,
    name: row.name,
    provider: row.id.split("/", 1)[0],
    modelRef: ref,
    contextLength: row.contextTokens ?? null,
    maxCompletionTokens: row.maxOutputTokens ?? null,
    supportedParametersCount: row.supportedParameters?.length ?? 0,
    supportsToolsMeta: row.supportedParameters?.includes("tools") === true,
    modality: `${row.inputModalities.join("+")}->${row.outputModalities.join("+")}`,
    inferredParamB,
    createdAtMs: row.createdAt === undefined ? null : row.createdAt * 1000,
    pricing: row.pricing,
    isFree: true,
    tool,
    image,
  };
}
