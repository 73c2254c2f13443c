import { FAMILY_RULES } from "./families.js";
import type { ReplayFamily } from "./model-traits.js";

/** Whose rules hold for what a model, named by its API id, wrote (CHAT-6). */
export function replayFamilyOf(wireId: string): ReplayFamily {
  const [id = ""] = wireId.replace(/^~/, "").toLowerCase().split(":", 1);
  return FAMILY_RULES.findLast((rule) => rule.replay !== undefined && rule.matches.test(id))?.replay ?? "other";
}
