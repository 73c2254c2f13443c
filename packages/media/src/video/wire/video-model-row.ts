import { readArray, readNumber, readObject, readString, readStrings } from "@openclaw/core/internal";
import { given } from "../../given.js";

/** One row of `GET /videos/models`. An absent list: the provider does not say, which is not "nothing". */
export interface VideoModelRow {
  readonly id: string;
  readonly name: string;
  readonly canonicalSlug?: string;
  readonly durations?: readonly number[];
  readonly resolutions?: readonly string[];
  readonly aspectRatios?: readonly string[];
  readonly sizes?: readonly string[];
  /** `first_frame`, `last_frame`; empty when the model animates no picture. */
  readonly frameImages?: readonly string[];
  readonly audio?: boolean;
  readonly seed?: boolean;
  readonly passthrough?: readonly string[];
  /** USD by free-form unit, as text. */
  readonly pricing?: Readonly<Record<string, string>>;
}

/** Reads one row leniently; `undefined` when it has no id. */
export function readVideoModelRow(value: unknown): VideoModelRow | undefined {
  const row = readObject(value);
  const id = readString(row?.["id"]);
  if (row === undefined || id === undefined || id === "") return undefined;
  const durations = readArray(row["supported_durations"])
    ?.map(readNumber)
    .filter((seconds) => seconds !== undefined);
  const boolean = (name: string): boolean | undefined => (typeof row[name] === "boolean" ? row[name] : undefined);
  return {
    id,
    name: readString(row["name"]) ?? id,
    ...given({
      canonicalSlug: readString(row["canonical_slug"]),
      durations,
      resolutions: readStrings(row["supported_resolutions"]),
      aspectRatios: readStrings(row["supported_aspect_ratios"]),
      sizes: readStrings(row["supported_sizes"]),
      frameImages: readStrings(row["supported_frame_images"]),
      audio: boolean("generate_audio"),
      seed: boolean("seed"),
      passthrough: readStrings(row["allowed_passthrough_parameters"]),
      pricing: readPricing(row["pricing_skus"]),
    }),
  };
}

function readPricing(value: unknown): Readonly<Record<string, string>> | undefined {
  const skus = readObject(value);
  if (skus === undefined) return undefined;
  return Object.fromEntries(Object.entries(skus).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
