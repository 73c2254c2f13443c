import { readNumber, readObject, readString, readStrings } from "@openclaw/core/internal";
import { given } from "../../given.js";

/** What a model takes for one field: one of a list, a number in a range, or anything. */
export type ParameterRange =
  | { readonly type: "enum"; readonly values: readonly string[] }
  | { readonly type: "range"; readonly min?: number; readonly max?: number }
  | { readonly type: "boolean" };

/** One row of `GET /images/models`. A parameter that is absent is not supported. */
export interface ImageModelRow {
  readonly id: string;
  readonly name: string;
  readonly canonicalSlug?: string;
  readonly inputModalities: readonly string[];
  readonly outputModalities: readonly string[];
  readonly parameters: Readonly<Record<string, ParameterRange>>;
  readonly streaming: boolean;
}

/** Reads one row leniently; `undefined` when it has no id. */
export function readImageModelRow(value: unknown): ImageModelRow | undefined {
  const row = readObject(value);
  const id = readString(row?.["id"]);
  if (row === undefined || id === undefined || id === "") return undefined;
  const architecture = readObject(row["architecture"]);
  const parameters: Record<string, ParameterRange> = {};
  for (const [name, descriptor] of Object.entries(readObject(row["supported_parameters"]) ?? {})) {
    const range = readRange(descriptor);
    if (range !== undefined) parameters[name] = range;
  }
  return {
    id,
    name: readString(row["name"]) ?? id,
    ...given({ canonicalSlug: readString(row["canonical_slug"]) }),
    inputModalities: readStrings(architecture?.["input_modalities"]) ?? ["text"],
    outputModalities: readStrings(architecture?.["output_modalities"]) ?? ["image"],
    parameters,
    streaming: row["supports_streaming"] === true,
  };
}

function readRange(value: unknown): ParameterRange | undefined {
  const descriptor = readObject(value);
  if (descriptor === undefined) return undefined;
  if (descriptor["type"] === "enum") return { type: "enum", values: readStrings(descriptor["values"]) ?? [] };
  if (descriptor["type"] === "range")
    return { type: "range", ...given({ min: readNumber(descriptor["min"]), max: readNumber(descriptor["max"]) }) };
  // A kind of descriptor that is not known yet still says that the field is taken.
  return { type: "boolean" };
}
