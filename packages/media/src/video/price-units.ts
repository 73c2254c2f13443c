/** What one of a model's listed prices is for. */
export interface PriceUnit {
  readonly usd: number;
  readonly per: "token" | "megapixel-second" | "second" | "video" | "picture" | "least";
  /** Such as `720p`, where it is for clips of that resolution alone. */
  readonly resolution?: string;
  readonly sound?: boolean;
  /** For clips that begin with a picture, or for those that do not. */
  readonly fromPicture?: boolean;
  /** For clips made from clips, which are never sent (VID-4). */
  readonly fromVideo: boolean;
}

/** Reads `duration_seconds_with_audio_720p` and the like: the names are free-form, so what they say is looked for in them. */
export function readPriceUnits(pricing: Readonly<Record<string, string>> | undefined): readonly PriceUnit[] {
  return Object.entries(pricing ?? {}).flatMap(([name, text]) => {
    const price = Number(text);
    return text.trim() === "" || !Number.isFinite(price) || price < 0 ? [] : [readUnit(name.toLowerCase(), price)];
  });
}

function readUnit(name: string, price: number): PriceUnit {
  const [resolution] = /\d{3,4}p|[248]k(?![a-z])/.exec(name) ?? [];
  const sound = name.includes("without_audio") ? false : name.includes("with_audio") ? true : undefined;
  const fromPicture = name.includes("image_to_video") ? true : name.includes("text_to_video") ? false : undefined;
  return {
    usd: name.includes("cents") ? price / 100 : price,
    per: measureOf(name),
    fromVideo: name.includes("video_input") || name.includes("continuation") || name.includes("video_to_video"),
    ...(resolution === undefined ? {} : { resolution }),
    ...(sound === undefined ? {} : { sound }),
    ...(fromPicture === undefined ? {} : { fromPicture }),
  };
}

function measureOf(name: string): PriceUnit["per"] {
  if (name.includes("minimum")) return "least";
  if (name.includes("token")) return "token";
  if (name.includes("megapixel")) return "megapixel-second";
  if (name.includes("second")) return "second";
  return name.includes("image") && !name.includes("image_to_video") ? "picture" : "video";
}
