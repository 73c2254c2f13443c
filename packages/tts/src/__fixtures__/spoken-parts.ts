import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { onTestFinished } from "vitest";

/** A sandbox for one test, as quick as it goes. */
export async function sandboxForTest(): Promise<Sandbox> {
  const sandbox = await createSandbox({ tokensPerSecond: Number.POSITIVE_INFINITY });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** The sandbox's own sound for a text. */
export async function speakPart(sandbox: Sandbox, text: string, format: "mp3" | "pcm"): Promise<Uint8Array> {
  const response = await fetch(`${sandbox.baseUrl}/audio/speech`, {
    method: "POST",
    headers: { authorization: "Bearer sk-or-v1-SYNTHETICspeechNotARealKey", "content-type": "application/json" },
    body: JSON.stringify({ model: "sandbox/voice", input: text, voice: "slt", response_format: format }),
  });
  if (!response.ok) throw new Error(await response.text());
  return new Uint8Array(await response.arrayBuffer());
}

/** Where `part` begins in `whole`, near the place where it is looked for: the offset at which the two are most alike. */
export function findPart(whole: Int16Array, part: Int16Array, near: number): number {
  const from = Math.floor(part.length / 4);
  const length = Math.min(6000, Math.floor(part.length / 2));
  let best = { place: -1, score: Number.NEGATIVE_INFINITY };
  for (let place = Math.max(0, near - 2400); place < near + 7200; place += 1) {
    let score = 0;
    for (let at = from; at < from + length; at += 4) score += (whole[place + at] ?? 0) * (part[at] ?? 0);
    if (score > best.score) best = { place, score };
  }
  return best.place;
}

export function toSamples(pcm: Uint8Array): Int16Array {
  return new Int16Array(pcm.slice().buffer);
}
