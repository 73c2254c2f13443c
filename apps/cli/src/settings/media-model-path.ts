import type { LoadedConfig } from "@openclaw/config/node";

const PAGE_SPELLING = { image: "agents.defaults.imageGenerationModel", video: "agents.defaults.videoGenerationModel" } as const;

/** Where the model that makes images or videos is written: in the spelling that the file already has, else in that of the page (CFG-3). */
export function mediaModelPath({ origins }: LoadedConfig, kind: "image" | "video"): string {
  const origin = origins.originOf(["agents", "defaults", "mediaModels", kind]);
  return `${origin.kind === "file" ? origin.writtenAs : PAGE_SPELLING[kind]}.primary`;
}
