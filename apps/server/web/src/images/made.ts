import { signal } from "@preact/signals";
import { isAbort } from "../api/failure.js";
import { adviceOn } from "../api/next-step.js";
import { type ImageWish, makeImages } from "../api/images.js";

export interface Picture {
  readonly url: string;
  readonly bytes: Blob;
}

/** One wish and what came of it; kept for as long as this tab is open. */
export interface Making {
  readonly id: number;
  readonly wish: ImageWish;
  readonly state: "making" | "done" | "failed";
  readonly pictures: readonly Picture[];
  readonly costUsd: number | undefined;
  readonly warnings: readonly string[];
  readonly model: string;
  readonly problem: string;
  readonly startedMs: number;
  readonly totalMs: number;
  readonly cancel: () => void;
}

export const makings = signal<readonly Making[]>([]);
let lastId = 0;

/** Makes pictures, beside others that may still be on their way. */
export async function make(wish: ImageWish): Promise<void> {
  const controller = new AbortController();
  const id = ++lastId;
  const startedMs = performance.now();
  const update = (facts: Partial<Making>): void => {
    makings.value = makings.value.map((one) => (one.id === id ? { ...one, ...facts, totalMs: performance.now() - startedMs } : one));
  };
  const begun: Making = {
    id,
    wish,
    state: "making",
    pictures: [],
    costUsd: undefined,
    warnings: [],
    model: wish.model,
    problem: "",
    startedMs,
    totalMs: 0,
    cancel: () => controller.abort(),
  };
  makings.value = [begun, ...makings.value];
  try {
    const made = await makeImages(wish, controller.signal);
    const pictures = made.pictures.map((bytes) => ({ bytes, url: URL.createObjectURL(bytes) }));
    if (pictures.length === 0) update({ state: "failed", problem: "The model gave no picture.", costUsd: made.costUsd });
    else update({ state: "done", pictures, costUsd: made.costUsd, warnings: made.warnings, model: made.model ?? wish.model });
  } catch (error) {
    if (isAbort(error)) makings.value = makings.value.filter((one) => one.id !== id);
    else update({ state: "failed", problem: adviceOn(error) });
  }
}

export function forgetMaking(making: Making): void {
  for (const { url } of making.pictures) URL.revokeObjectURL(url);
  makings.value = makings.value.filter((one) => one !== making);
}
