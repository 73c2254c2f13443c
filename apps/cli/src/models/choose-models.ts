import { RequestError } from "@openclaw/core";
import { nearest } from "@openclaw/core/internal";
import type { Context } from "../context.js";
import { shownMs, shownTokens } from "../output/amounts.js";
import type { ScannedModel } from "./free-models.js";

export interface ChosenModels {
  readonly selected: readonly string[];
  readonly selectedImages: readonly string[];
}

interface Wishes {
  /** At most so many are taken, or offered as chosen. */
  readonly most: number;
  /** By `--fallback` and `--image-fallback`. */
  readonly named: { readonly chat: readonly string[] | undefined; readonly image: readonly string[] | undefined };
  readonly yes: boolean;
  /** Whether the models were tried; those that were not are never written. */
  readonly probing: boolean;
}

type Purpose = "chat" | "image";

const QUESTIONS = {
  chat: "Which become the fallbacks, in this order?",
  image: "Which become the fallbacks of the model that looks at images?",
} as const;

/**
 * Which of the tried models are written: those that flags name, with `--yes` the best, else what a person marks, the best being marked
 * already (as in OpenClaw). With `--json` nobody is asked.
 *
 * @throws RequestError `input_invalid` for a name that is not among the models that answered
 */
export async function chooseModels(context: Context, results: readonly ScannedModel[], wishes: Wishes): Promise<ChosenModels> {
  if (!wishes.probing) return { selected: [], selectedImages: [] };
  const selected = await chooseFor(
    context,
    "chat",
    results.filter(({ tool }) => tool.ok),
    wishes,
  );
  const selectedImages = await chooseFor(
    context,
    "image",
    results.filter(({ image }) => image.ok),
    wishes,
  );
  return { selected, selectedImages };
}

async function chooseFor(
  { io, json }: Context,
  purpose: Purpose,
  models: readonly ScannedModel[],
  { most, named, yes }: Wishes,
): Promise<readonly string[]> {
  const refs = models.map(({ ref }) => ref);
  const given = named[purpose];
  if (given !== undefined) return given.map((text) => findNamed(text, refs));
  if (yes) return refs.slice(0, most);
  // A flag for one of the two is the whole wish.
  if (json || refs.length === 0 || io.prompter === undefined || named.chat !== undefined || named.image !== undefined) return [];
  const choices = models.map((model) => ({ value: model.ref, label: model.ref, hint: hintOf(model, purpose) }));
  return (await io.prompter()).choose(QUESTIONS[purpose], choices, refs.slice(0, most));
}

function hintOf({ row, tool, image }: ScannedModel, purpose: Purpose): string {
  const { latencyMs } = purpose === "chat" ? tool : image;
  return `${shownMs(latencyMs ?? 0)}, ${shownTokens(row.contextTokens)} context`;
}

function findNamed(text: string, refs: readonly string[]): string {
  const wanted = text.startsWith("openrouter/") ? text : `openrouter/${text}`;
  const found = refs.find((ref) => ref.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) return found;
  const [close] = nearest(wanted, refs);
  const hint = close === undefined ? "Leave it out to choose among those that do." : `Did you mean "${close}"?`;
  throw new RequestError(`${text} is not among the free models that answered. Nothing was written.`, { code: "input_invalid", hint });
}
