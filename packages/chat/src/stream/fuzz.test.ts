import { createFetchTransport } from "@openclaw/core";
import { fakeFetch, seededRandom } from "@openclaw/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { build, collect, hastyClock, PATH, recording, RECORDINGS, terminal } from "../__fixtures__/answers.js";
import { HELLO } from "../__fixtures__/shaped.js";
import { target } from "../__fixtures__/targets.js";
import { streamChat } from "../stream-chat.js";

// The errors that a stream may end with; anything else is a crash that was caught.
const NAMED = new Set([
  "stream_truncated",
  "stream_malformed",
  "response_empty",
  "provider_unavailable",
  "candidates_exhausted",
  "stream_diverged",
]);
const ODD = [null, 0, -1, 1.5, "", "x", [], [null], [[]], {}, { a: 1 }, true, { type: "text", text: 5 }, "[DONE]"] as const;

function payloadsOf(name: string): readonly string[] {
  const lines = new TextDecoder().decode(recording(name)).split("\n");
  return lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice("data: ".length));
}

const SMALL = RECORDINGS.filter((name) => recording(name).length < 6_000);
const PAYLOADS = new Map(SMALL.map((name) => [name as string, payloadsOf(name)]));

/** Every place in a JSON value, as the keys that lead there. */
function places(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], odd: unknown): unknown {
  if (key === undefined) return odd;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  if (rest.length === 0 && odd === undefined) delete copy[key];
  else copy[key] = replaced(copy[key], rest, odd);
  return copy;
}

describe("an odd field", () => {
  // NET-5, CHAT-10: missing, null or odd-typed fields never end a stream.
  it.each(SMALL)("anywhere in a chunk, of any type or missing, ends no stream but by a named error: %s", (name) => {
    const payloads = PAYLOADS.get(name) ?? [];
    const crashes: unknown[] = [];
    for (const [index, payload] of payloads.entries()) {
      if (payload === "[DONE]") continue;
      const value: unknown = JSON.parse(payload);
      for (const place of places(value)) {
        for (const odd of [...ODD, undefined]) {
          if (place.length === 0 && odd === undefined) continue;
          const mutated = payloads.with(index, JSON.stringify(replaced(value, place, odd)));
          const { end } = build(mutated);
          if ("error" in end && !NAMED.has(end.error)) crashes.push({ index, place, odd, end });
        }
      }
    }
    expect(crashes).toEqual([]);
  });

  it("beside the text leaves the text whole", () => {
    const chunk = {
      id: "gen-1",
      provider: "Acme",
      model: "acme/one",
      object: "chat.completion.chunk",
      created: 1,
      system_fingerprint: null,
      choices: [
        {
          index: 0,
          delta: { role: "assistant", content: "Hello", reasoning: "Hm.", annotations: [], refusal: null },
          finish_reason: "stop",
          native_finish_reason: "stop",
          logprobs: null,
        },
      ],
      usage: { prompt_tokens: 1, completion_tokens: 2, cost: 0.1, prompt_tokens_details: { cached_tokens: 0 } },
    };
    const harmless = places(chunk).filter(
      (place) =>
        place.length > 0 &&
        !["choices", "choices.0", "choices.0.delta", "choices.0.delta.content", "choices.0.finish_reason"].includes(place.join(".")),
    );
    for (const place of harmless) {
      for (const odd of [...ODD, undefined]) {
        const { message, end } = build([replaced(chunk, place, odd), "[DONE]"]);
        expect({ place, odd, text: message.content, end: "reason" in end }).toEqual({ place, odd, text: "Hello", end: true });
      }
    }
  });

  it("of any JSON in place of a chunk ends no stream but by a named error", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 4 }), (values) => {
        const { end } = build([...values.map((value) => JSON.stringify(value)), "[DONE]"]);
        expect("reason" in end || NAMED.has(end.error) || /^[a-z_]+$/.test(end.error)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** One of the ways in which streams go wrong. */
function mutate(payloads: readonly string[], random: () => number): string {
  const pick = (length: number): number => Math.floor(random() * length);
  let lines = [...payloads];
  for (let count = 1 + pick(3); count > 0 && lines.length > 0; count--) {
    const at = pick(lines.length);
    const line = lines[at] ?? "";
    const place = pick(line.length + 1);
    switch (pick(10)) {
      case 0:
        lines.splice(at, 1);
        break;
      case 1:
        lines.splice(at, 0, line);
        break;
      case 2:
        lines = lines.slice(0, at);
        break;
      case 3:
        lines[at] = line.slice(0, place);
        break;
      case 4:
        lines[at] = line.slice(0, place) + String.fromCharCode(pick(0x3000)) + line.slice(place + 1);
        break;
      case 5:
        lines.splice(at, 0, '{"error":{"code":502,"message":"Provider disconnected"},"choices":[]}');
        break;
      case 6:
        lines.splice(at, 0, lines[pick(lines.length)] ?? "");
        break;
      case 7:
        lines.splice(at, 0, "[DONE]");
        break;
      case 8:
        lines[at] = JSON.stringify(replacedAtRandom(line, pick));
        break;
      default:
        lines.splice(at, 0, `x\n\n: OPENROUTER PROCESSING\n\nevent: ping\r\n\r\nid: ${place}`);
    }
  }
  return lines.map((line) => `data: ${line}\n\n`).join("");
}

function replacedAtRandom(line: string, pick: (length: number) => number): unknown {
  try {
    const value: unknown = JSON.parse(line);
    const all = places(value);
    return replaced(value, all[pick(all.length)] ?? [], ODD[pick(ODD.length)]);
  } catch {
    return line;
  }
}

// FAIL-4, CHAT-10
it("10,000 mutated recordings end with exactly one terminal event each", { timeout: 60_000 }, async () => {
  const random = seededRandom(20_260_101);
  const names = [...PAYLOADS.keys()];
  const one = target("openrouter/acme/one");
  const ends = new Map<string, number>();
  for (let run = 0; run < 10_000; run++) {
    const payloads = PAYLOADS.get(names[run % names.length] ?? "") ?? [];
    const bytes = new TextEncoder().encode(mutate(payloads, random));
    const cut = Math.floor(random() * bytes.length);
    const end = random() < 0.2 ? "error" : "close";
    const whole = new TextEncoder().encode(payloads.map((line) => `data: ${line}\n\n`).join(""));
    const fake = fakeFetch({
      [PATH]: [
        { type: "stream", chunks: [bytes.subarray(0, cut), bytes.subarray(cut)], end },
        { type: "stream", chunks: [whole] },
      ],
    });
    const stream = streamChat(
      { target: one, messages: HELLO },
      { transport: createFetchTransport(fake.fetch), clock: hastyClock(), random: () => 0, failover: { retries: 1 } },
    );
    const last = terminal(await collect(stream));
    const outcome = last.type === "finish" ? "finish" : ((last.error as { code?: string }).code ?? last.error.stack ?? last.error.message);
    ends.set(outcome, (ends.get(outcome) ?? 0) + 1);
    expect(fake.calls.length).toBeLessThanOrEqual(2);
  }
  // A mutation may turn the answer into an error that is not tried again; it never turns the reader into one.
  const crashes = [...ends.keys()].filter((outcome) => outcome !== "finish" && !/^[a-z_]+$/.test(outcome));
  expect(crashes).toEqual([]);
  expect([...ends.keys()]).not.toContain("internal");
  expect(ends.get("finish")).toBeGreaterThan(9_000);
});
