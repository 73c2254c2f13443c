import { planMusic } from "@openclaw/media";
import { generateMusicFile, readMediaFile } from "@openclaw/media/node";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { localPath } from "../ask/read-attachment.js";
import { EXIT_OK } from "../exit-codes.js";
import { withJobFolder } from "../make/job-place.js";
import { printMade } from "../make/print-made.js";
import { PAID_FLAGS } from "../make/make-flags.js";
import { readText } from "../make/read-text.js";
import { savePlace } from "../make/save-place.js";
import { sayKept } from "../make/say-kept.js";
import { soundOfName } from "../speak/sound-format.js";
import { urlRules } from "../make/url-rules.js";
import { printPlan } from "../output/print-plan.js";
import { logSpending } from "../usage/log-usage.js";
import { createProgress } from "../output/progress.js";

export const command = defineCommand({
  about: "Makes a piece of music and writes it to a file, whose path goes to stdout.",
  words: [{ name: "prompt", summary: "style, mood, instruments; the same as --prompt", many: true }],
  flags: {
    prompt: { kind: "text", short: "p", value: "TEXT", summary: "Style, mood, instruments" },
    lyrics: { kind: "text", value: "TEXT", summary: "The words to sing" },
    instrumental: { kind: "switch", summary: "No voice at all" },
    duration: { kind: "number", value: "SECONDS", min: 1, summary: "About how long" },
    format: { kind: "choice", choices: ["wav", "mp3"], summary: "The file format; without it, as the name of the file says, else wav" },
    image: { kind: "text", short: "i", value: "PATH|URL", summary: "A picture to set to music" },
    ...PAID_FLAGS,
  },
  examples: [
    { line: 'infer music generate --prompt "slow piano in the rain" --instrumental', says: "one track" },
    { line: 'infer music generate --sandbox --prompt "slow piano in the rain"', says: "the same without a key" },
  ],
  async run(context, { flags, words }) {
    const { out, json, io } = context;
    if (flags.instrumental === true && flags.lyrics !== undefined)
      throw new UsageError("--lyrics cannot be sung with --instrumental.", "Keep one of them.");
    const dryRun = flags["dry-run"] === true;
    const prompt = await readText(context, "prompt", { given: flags.prompt, words });
    const { lyrics, instrumental, duration: durationSeconds, image: picture } = flags;
    const format = flags.format ?? soundOfName(flags.output);
    const remote = picture !== undefined && /^(?:https?|data):/i.test(picture);
    const image = picture === undefined ? undefined : remote ? { url: picture } : await readMediaFile(localPath(picture, io.cwd));
    const request = { prompt, lyrics, instrumental, durationSeconds, format, image };
    const timeout = flags["timeout-ms"] === undefined ? {} : { overrides: { timeoutMs: flags["timeout-ms"] } };
    const resolved = await context.targets("music", { model: flags.model, dryRun, ...timeout });
    const [primary] = resolved.targets;
    if (dryRun && primary !== undefined) {
      printPlan(context, planMusic(primary, request), resolved);
      return EXIT_OK;
    }
    const progress = createProgress(out, { now: io.now, write: (text) => io.stderr.write(text) });
    const kept = sayKept(context, progress);
    const [transport, rules] = await Promise.all([context.transport(), urlRules(context)]);
    const result = await withJobFolder(context, (stateDir) =>
      generateMusicFile(
        { ...request, target: resolved.targets },
        {
          stateDir,
          output: savePlace(context, flags),
          force: flags.force,
          onRecord(record) {
            kept.onRecord(record);
            if (record.state === "submitting") progress.update(`making music with ${record.model}`);
          },
          transport,
          signal: io.signal,
          circuits: context.circuits,
          failover: resolved.failover,
          timeoutMs: resolved.timeouts.totalMs,
          ...rules,
        },
      ),
    )
      .catch(kept.rethrow)
      .finally(() => progress.stop());
    out.warn(result.warnings);
    await logSpending(context, { kind: "music", model: result.model, costUsd: result.costUsd, job: result.id });
    const { saved, model, attempts, costUsd, transcript, durationMs, warnings } = result;
    if (!json) {
      await printMade(context, { ...saved, costUsd, durationMs }, flags);
      return EXIT_OK;
    }
    out.json({
      ok: true,
      capability: "music.generate",
      transport: "local",
      provider: "openrouter",
      model,
      attempts,
      outputs: [
        { path: saved.path, mimeType: saved.mediaType, size: saved.sizeBytes, ...(transcript === undefined ? {} : { transcript }) },
      ],
      ...(costUsd === undefined ? {} : { usage: { costUsd } }),
      durationMs,
      warnings,
    });
    return EXIT_OK;
  },
});
