import { createTarget, type CreateTargetOptions, type ModelRow, type ModelTarget } from "@openclaw/core";

export const CUSTOM_URL = "https://gateway.example/api/v1";
export const API_KEY = "sk-or-v1-SYNTHETICchatNotARealKey4f1d9a7c3e8b6052";

/** A row of a model that takes everything there is. */
export const EVERY_INPUT = { inputModalities: ["text", "image", "file", "audio", "video"] } as const;

type TargetOptions = Partial<Omit<CreateTargetOptions, "row">> & { readonly row?: Partial<ModelRow> };

/** A target for one model; its catalogue row says that it reasons and has tools unless `row` says otherwise. */
export function target(model: string, options: TargetOptions = {}): ModelTarget {
  const { row, ...rest } = options;
  return deepFreeze(createTarget({ model, apiKey: API_KEY, row: modelRow(model, row), ...rest }));
}

/** A target that no catalogue row stands behind. */
export function unknownTarget(model: string, options: Partial<CreateTargetOptions> = {}): ModelTarget {
  return deepFreeze(createTarget({ model, apiKey: API_KEY, ...options }));
}

function modelRow(model: string, row: Partial<ModelRow> = {}): ModelRow {
  return {
    id: model.replace(/^openrouter\/(?=[^/]+\/)/, ""),
    name: model,
    inputModalities: ["text"],
    outputModalities: ["text"],
    supportedParameters: ["tools", "reasoning"],
    pricing: {},
    ...row,
  };
}

/** Makes every change of a value an error. Instances of classes are left as they are. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && !Array.isArray(value)) return value;
  for (const item of Object.values(value)) deepFreeze(item);
  return Object.freeze(value);
}
