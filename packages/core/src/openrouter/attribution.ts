import type { Attribution } from "../target.js";

/** The identity that OpenClaw sends by default (NET-2). */
export const DEFAULT_ATTRIBUTION: Attribution = {
  referer: "https://openclaw.ai",
  title: "OpenClaw",
  categories: "cli-agent",
};

/** The attribution headers for an endpoint: all three on a verified one, none on any other. */
export function attributionHeaders(verified: boolean, attribution: Attribution | false): Readonly<Record<string, string>> {
  if (!verified || attribution === false) return {};
  return {
    "HTTP-Referer": attribution.referer,
    "X-OpenRouter-Title": attribution.title,
    "X-OpenRouter-Categories": attribution.categories,
  };
}
