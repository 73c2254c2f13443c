/** The families whose wire habits the sandbox imitates. */
export type Family = "anthropic" | "openai" | "gemini" | "xai" | "mistral" | "deepseek" | "moonshot" | "sandbox" | "other";

const BY_AUTHOR: Record<string, Family> = {
  anthropic: "anthropic",
  openai: "openai",
  google: "gemini",
  "x-ai": "xai",
  mistralai: "mistral",
  deepseek: "deepseek",
  moonshotai: "moonshot",
  sandbox: "sandbox",
};

/** The family of a model id; `~author/…` aliases count as their author, Gemma is not Gemini. */
export function familyOf(id: string): Family {
  const bare = id.replace(/^~/, "");
  if (bare.startsWith("google/") && !bare.includes("gemini")) return "other";
  return BY_AUTHOR[bare.split("/")[0] ?? ""] ?? "other";
}

/** The `format` that a family's `reasoning_details` carry. */
export function reasoningFormatOf(family: Family): string {
  switch (family) {
    case "anthropic":
      return "anthropic-claude-v1";
    case "openai":
      return "openai-responses-v1";
    case "xai":
      return "xai-responses-v1";
    case "gemini":
      return "google-gemini-v1";
    default:
      return "unknown";
  }
}
