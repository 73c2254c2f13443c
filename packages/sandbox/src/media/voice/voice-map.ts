import { hashText } from "../../wire/seeded-random.js";
import type { FliteVoice } from "./flite.js";

const OWN: readonly FliteVoice[] = ["slt", "kal16", "rms", "awb"];
const FEMALE = /^(af_|bf_|alloy|nova|shimmer|coral|sage|zephyr|kore|leda|aoede|rachel|bella|en_jane)/i;

/** The Flite voice that stands in for a provider's voice: the same name always sounds the same. */
export function fliteVoiceFor(voice: string): FliteVoice {
  const own = OWN.find((name) => name === voice);
  if (own !== undefined) return own;
  if (FEMALE.test(voice)) return "slt";
  return OWN[1 + (hashText(voice) % (OWN.length - 1))] ?? "rms";
}
