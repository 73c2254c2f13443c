import { findModel, type FoundModel } from "../catalogue/find-model.js";
import { imageParametersOf } from "../catalogue/image-rows.js";
import { modelNotFound, wrongEndpoint } from "../errors/model-not-found.js";
import { Refusal } from "../errors/refusal.js";
import { isObject, numberAt, objectAt, objectsAt, textAt } from "../wire/read-json.js";
import type { SizeWish } from "./image-size.js";

export interface ImageRequest {
  requestedId: string;
  model: FoundModel;
  prompt: string;
  count: number;
  seed: number;
  size: SizeWish;
  svg: boolean;
  stream: boolean;
  /** Address of the first reference picture. */
  reference?: string;
}

const RATIO = /^\d+(\.\d+)?:\d+(\.\d+)?$/;
const RESOLUTIONS = new Set(["512", "1K", "2K", "4K"]);

/** Reads the body of `POST /images`. */
export function readImageRequest(body: unknown): ImageRequest {
  if (!isObject(body)) throw new Refusal(400, "Invalid JSON body");
  const requestedId = textAt(body, "model") ?? "";
  const model = findModel(requestedId);
  if (model === undefined) throw modelNotFound(requestedId);
  if (!model.row.architecture.output_modalities.includes("image")) throw wrongEndpoint(requestedId, "/api/v1/chat/completions");
  const prompt = textAt(body, "prompt") ?? "";
  if (prompt === "") throw new Refusal(400, "prompt: String must contain at least 1 character(s)");
  const count = numberAt(body, "n") ?? 1;
  const most = Number(objectAt(imageParametersOf(model.row), "n")["max"]);
  if (!Number.isInteger(count) || count < 1 || count > most) throw new Refusal(400, `n: must be a whole number from 1 to ${most}`);
  const ratio = textAt(body, "aspect_ratio");
  if (ratio !== undefined && ratio !== "auto" && !RATIO.test(ratio)) throw new Refusal(400, `aspect_ratio: Invalid option: ${ratio}`);
  const resolution = textAt(body, "resolution");
  if (resolution !== undefined && !RESOLUTIONS.has(resolution)) throw new Refusal(400, `resolution: Invalid option: ${resolution}`);
  const size = textAt(body, "size");
  if (size?.includes("x") === true && (ratio !== undefined || resolution !== undefined)) {
    throw new Refusal(400, "size: explicit pixels cannot be combined with resolution or aspect_ratio");
  }
  const reference = objectsAt(body, "input_references").map((item) => textAt(objectAt(item, "image_url"), "url"))[0];
  return {
    requestedId,
    model,
    prompt,
    count,
    seed: numberAt(body, "seed") ?? 0,
    size: {
      ...(ratio === undefined || ratio === "auto" ? {} : { ratio }),
      ...(resolution === undefined ? {} : { resolution }),
      ...(size === undefined ? {} : { size }),
    },
    svg: textAt(body, "output_format") === "svg",
    stream: body["stream"] === true,
    ...(reference === undefined ? {} : { reference }),
  };
}
