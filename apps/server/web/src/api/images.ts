import { call, callJson, idempotencyKey, readJson } from "./call.js";
import { type Json, numberOf, recordOf, recordsOf, textOf, textsOf } from "./read.js";

/** What an image model takes. */
export interface ImageModel {
  readonly id: string;
  readonly ratios: readonly string[];
  readonly resolutions: readonly string[];
  readonly most: number;
  readonly mostReferences: number;
}

export interface ImageWish {
  readonly model: string;
  readonly prompt: string;
  readonly ratio: string;
  readonly resolution: string;
  readonly count: number;
  readonly references: readonly Blob[];
}

export interface MadeImages {
  readonly pictures: readonly Blob[];
  readonly costUsd: number | undefined;
  readonly warnings: readonly string[];
  readonly model: string | undefined;
}

export async function listImageModels(): Promise<ReadonlyMap<string, ImageModel>> {
  const body = recordOf(await callJson("/api/v1/images/models"));
  return new Map(recordsOf(body["data"]).map((row) => [textOf(row["id"]) ?? "", readModel(row)]));
}

function readModel(row: Json): ImageModel {
  const parameters = recordOf(row["supported_parameters"]);
  return {
    id: textOf(row["id"]) ?? "",
    ratios: textsOf(recordOf(parameters["aspect_ratio"])["values"]),
    resolutions: textsOf(recordOf(parameters["resolution"])["values"]),
    most: Math.min(4, numberOf(recordOf(parameters["n"])["max"]) ?? 1),
    mostReferences: numberOf(recordOf(parameters["input_references"])["max"]) ?? 0,
  };
}

/** Makes pictures, or changes those that are given. */
export async function makeImages(wish: ImageWish, signal: AbortSignal): Promise<MadeImages> {
  const fields: Readonly<Record<string, string | number>> = {
    model: wish.model,
    prompt: wish.prompt,
    n: wish.count,
    response_format: "b64_json",
    ...(wish.ratio === "" ? {} : { aspect_ratio: wish.ratio }),
    ...(wish.resolution === "" ? {} : { resolution: wish.resolution }),
  };
  const headers = { "idempotency-key": idempotencyKey() };
  const response =
    wish.references.length === 0
      ? await call("/v1/images/generations", { method: "POST", body: fields, headers, signal })
      : await call("/v1/images/edits", { method: "POST", body: formOf(fields, wish.references), headers, signal });
  const body = recordOf(await readJson(response));
  return {
    pictures: recordsOf(body["data"]).flatMap((row) => pictureOf(row) ?? []),
    costUsd: numberOf(recordOf(body["usage"])["cost"]),
    warnings: recordsOf(body["warnings"]).flatMap((warning) => textOf(warning["message"]) ?? []),
    model: response.headers.get("x-openclaw-model") ?? undefined,
  };
}

function formOf(fields: Readonly<Record<string, string | number>>, references: readonly Blob[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  for (const [index, reference] of references.entries()) form.append("image[]", reference, `picture-${index + 1}`);
  return form;
}

function pictureOf(row: Json): Blob | undefined {
  const text = textOf(row["b64_json"]);
  if (text === undefined) return undefined;
  const binary = atob(text);
  return new Blob([Uint8Array.from(binary, (sign) => sign.charCodeAt(0))], { type: textOf(row["media_type"]) ?? "image/png" });
}
