import { sseFixture } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { CHAT, errorReply, faked, MP3, PNG_URL, targetFor, WAV } from "../__fixtures__/targets.js";
import { quickClock } from "../__fixtures__/quick-clock.js";
import { encodeBase64 } from "../base64.js";
import { generateMusic, type GenerateMusicOptions } from "./generate.js";
import type { MusicRequest } from "./music-request.js";
import { planMusic } from "./plan.js";

const LYRIA = targetFor("google/lyria-3-pro-preview");
const delta = (audio: object, more: object = {}) => ({ choices: [{ delta: { role: "assistant", content: "", audio }, ...more }] });
const usage = { choices: [], usage: { cost: 0.06, completion_tokens: 10 } };
/** Base64 cut where no byte ends. */
const pieces = (bytes: Uint8Array, size: number) => encodeBase64(bytes).match(new RegExp(`.{1,${size}}`, "g")) ?? [];
const song = (bytes: Uint8Array, size = 5) => [
  ": OPENROUTER PROCESSING",
  ...pieces(bytes, size).map((data, index) => delta({ data, transcript: index === 0 ? "la " : "" })),
  delta({ transcript: "la" }, { finish_reason: "stop" }),
  usage,
];

async function ask(
  events: readonly unknown[],
  options: GenerateMusicOptions & { readonly done?: boolean; readonly end?: "close" | "error" } = {},
  request: Partial<MusicRequest> = {},
) {
  const { fake, transport } = faked({
    [CHAT]: { type: "stream", chunks: [sseFixture(events, { done: options.done ?? true })], end: options.end ?? "close" },
  });
  const outcome = await generateMusic(
    { target: LYRIA, prompt: "calm piano", ...request },
    { transport, clock: quickClock(), ...options },
  ).then(
    (result) => ({ result, error: undefined }),
    (error: unknown) => ({ result: undefined, error }),
  );
  return { ...outcome, fake };
}

// MUS-1
describe("generateMusic", () => {
  it("asks for streamed audio, with voice, words and length in the prompt", () => {
    const { body } = planMusic(LYRIA, { prompt: "calm piano", lyrics: "la la", durationSeconds: 20 });
    expect(JSON.stringify(body)).toBe(
      '{"model":"google/lyria-3-pro-preview","messages":[{"role":"user","content":"calm piano\\n\\nLyrics:\\nla la\\n\\nTarget duration: about 20 seconds."}],"modalities":["text","audio"],"audio":{"format":"wav"},"stream":true}',
    );
    expect(planMusic(LYRIA, { prompt: "x", instrumental: true, format: "mp3", image: { url: PNG_URL } }).body).toMatchObject({
      audio: { format: "mp3" },
      messages: [
        {
          content: [
            { type: "text", text: "x\n\nInstrumental only. No vocals, no sung lyrics, no spoken word." },
            { type: "image_url", image_url: { url: PNG_URL } },
          ],
        },
      ],
    });
  });

  it.each<[Partial<MusicRequest>, string]>([
    [{ prompt: "" }, "prompt required"],
    [{ durationSeconds: 0 }, "durationSeconds must be a positive number of seconds"],
    [{ format: "ogg" as "wav" }, "format must be one of mp3 or wav"],
    [{ instrumental: true, lyrics: "la" }, "lyrics cannot be sung in an instrumental"],
    [{ timeoutMs: 0 }, "timeoutMs must be a positive integer in milliseconds."],
  ])("refuses %j and sends nothing", async (request, message) => {
    const { error, fake } = await ask([], {}, request);
    expect(error).toMatchObject({ code: "input_invalid", message });
    expect(fake.calls).toEqual([]);
  });

  it("joins the pieces before it decodes them, wherever they are cut", async () => {
    for (const size of [1, 2, 3, 5, 7, 1_000]) {
      const { result } = await ask(song(WAV, size));
      expect(result).toMatchObject({
        file: { bytes: WAV, mediaType: "audio/wav", extension: "wav" },
        transcript: "la la",
        costUsd: 0.06,
        warnings: [],
        model: LYRIA.model.ref,
      });
    }
  });

  it("goes by the bytes when they are another format, and says so", async () => {
    const { result } = await ask(song(MP3));
    expect(result).toMatchObject({ file: { mediaType: "audio/mpeg", extension: "mp3" }, warnings: [{ code: "other_format" }] });
  });

  it("is bounded: what is larger is cut off and said to be", async () => {
    const { error, fake } = await ask(song(new Uint8Array(4_000), 100), { maxBytes: 1_000 });
    expect(error).toMatchObject({ code: "response_too_large" });
    expect(fake.calls).toHaveLength(1);
  });

  // NET-3
  it.each([
    ["without an end", { done: false }],
    ["with a broken connection", { done: false, end: "error" }],
  ] as const)("does not know what became of a stream %s, and does not ask again", async (_what, options) => {
    const { error, fake } = await ask(song(WAV).slice(0, 3), options);
    expect(error).toMatchObject({ code: "job_outcome_unknown" });
    expect(fake.calls).toHaveLength(1);
  });

  it("says that a page came in place of the stream, and does not know what became of it", async () => {
    const { fake, transport } = faked({ [CHAT]: { type: "text", body: "<html>busy</html>", headers: { "content-type": "text/html" } } });
    await expect(generateMusic({ target: LYRIA, prompt: "x" }, { transport, clock: quickClock() })).rejects.toMatchObject({
      code: "job_outcome_unknown",
      message: expect.stringContaining("answered HTTP 200 with text/html instead of a stream"),
    });
    expect(fake.calls).toHaveLength(1);
  });

  it("says what the model wrote when there is no audio, and does not buy it again", async () => {
    const { error, fake } = await ask([{ choices: [{ delta: { content: "I cannot sing that." }, finish_reason: "stop" }] }, usage]);
    expect(error).toMatchObject({ code: "output_invalid", message: expect.stringMatching(/missing audio data.*I cannot sing that/) });
    expect(fake.calls).toHaveLength(1);
  });

  it("reports audio that is no base64, and an error in the stream", async () => {
    expect((await ask([delta({ data: "%%%" }), usage])).error).toMatchObject({ message: expect.stringContaining("malformed") });
    expect((await ask([delta({ data: "AAAA" }), { error: { code: 400, message: "refused" } }])).error).toMatchObject({
      name: "ApiError",
      status: 400,
    });
  });

  it("does not wait for another try beyond its time", async () => {
    const { fake, transport } = faked({ [CHAT]: errorReply(429, "slow down", 20) });
    const asked = generateMusic({ target: LYRIA, prompt: "x", timeoutMs: 30_000 }, { transport, clock: quickClock(), random: () => 0 });
    await expect(asked).rejects.toMatchObject({ status: 429 });
    expect(fake.calls).toHaveLength(2);
  });

  it("moves on when a refusal cost nothing", async () => {
    const { fake, transport } = faked({
      [CHAT]: [errorReply(404, "No endpoints found"), { type: "stream", chunks: [sseFixture(song(WAV))] }],
    });
    const other = targetFor("google/lyria-3-clip-preview");
    const result = await generateMusic({ target: [LYRIA, other], prompt: "x" }, { transport, clock: quickClock() });
    expect([result.model, fake.calls.length]).toEqual([other.model.ref, 2]);
  });
});
