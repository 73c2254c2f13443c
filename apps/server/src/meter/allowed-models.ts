import type { ModelTarget } from "@openclaw/core";
import { Refusal } from "../errors/refusal.js";
import type { VirtualKey } from "../keys/key-types.js";

/** The candidates that a key may use. @throws Refusal `model_not_allowed` */
export function allowedTargets({ models }: VirtualKey, targets: readonly ModelTarget[]): readonly ModelTarget[] {
  if (models === undefined) return targets;
  const allowed = targets.filter(({ model }) => mayUse({ models }, model.wireId));
  // The model that was asked for, not only some fallback behind it.
  const [first] = targets;
  if (first !== undefined && allowed.includes(first)) return allowed;
  throw refused(first?.model.wireId ?? "this model");
}

/** Models that a request names in its tools, plugins or preset, by API id: all of them. @throws Refusal `model_not_allowed` */
export function refuseOthers({ models }: VirtualKey, named: readonly string[]): void {
  if (models === undefined) return;
  const other = named.find((id) => !mayUse({ models }, id));
  if (other !== undefined) throw refused(other.slice(0, 200));
}

/** May a key use a model, by its API id? */
export function mayUse({ models }: Pick<VirtualKey, "models">, wireId: string): boolean {
  return models === undefined || models.some((pattern) => fits(pattern, wireId) || fits(pattern, `openrouter/${wireId}`));
}

function refused(model: string): Refusal {
  return new Refusal("model_not_allowed", `This key may not use ${model}.`, { param: "model" });
}

function fits(pattern: string, id: string): boolean {
  const wanted = pattern.toLowerCase();
  return wanted === id.toLowerCase() || (wanted.endsWith("*") && id.toLowerCase().startsWith(wanted.slice(0, -1)));
}
