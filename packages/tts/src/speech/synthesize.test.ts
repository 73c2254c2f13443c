import { attemptsOf, type ModelRow, type RequestPlan } from "@openclaw/core";
import { expectNoSecrets, fakeClock, fakeFetch, type FakeReply, joinBytes, splitBytes } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { fakeId3, fakeMp3 } from "../__fixtures__/fake-mp3.js";
import { speechTarget, SPEECH_URL, transportOf } from "../__fixtures__/speech-target.js";
import type { KeptSound, SpeechKeeper, SpeechOptions, SpeechRequest } from "./speech-request.js";
import { synthesize } from "./synthesize.js";

const MP3 = { "content-type": "audio/mpeg", "x-generation-id": "gen-tts-1" };
const PCM = { "content-type": "audio/pcm;rate=24000;channels=1" };

function speak(replies: FakeReply | readonly FakeReply[], request: Partial<SpeechRequest> = {}, options: SpeechOptions = {}) {
  const fake = fakeFetch({ [SPEECH_URL]: replies });
  const speech = synthesize(
    { target: speechTarget(), text: "Hello there.", ...request },
    { transport: transportOf(fake), failover: { retries: 0 }, random: () => 0, ...options },
  );
  speech.catch(() => undefined);
  return { fake, speech };
}

const sound = (bytes: Uint8Array, headers: Record<string, string> = MP3): FakeReply => ({ type: "binary", body: bytes, headers });

describe("synthesize", () => {
  // Without types, anything may be given.
  it("sends nothing without a text, and says how it is written", async () => {
    const { fake, speech } = speak([], { text: undefined, input: "Hello there." } as object);
    await expect(speech).rejects.toMatchObject({ code: "input_invalid", hint: "Write text." });
    expect(fake.calls).toEqual([]);
  });

  it("asks for mp3 with the default model and voice, and passes the bytes through (TTS-1, TTS-5)", async () => {
    const bytes = fakeMp3(10, 7);
    const { fake, speech } = speak(sound(bytes));
    const spoken = await speech;
    expect(fake.last().body).toEqual({ model: "hexgrad/kokoro-82m", input: "Hello there.", voice: "af_alloy", response_format: "mp3" });
    expect(fake.last().headers).toMatchObject({ authorization: expect.stringMatching(/^Bearer /), "http-referer": "https://openclaw.ai" });
    expect(spoken.generationId).toBe("gen-tts-1");
    expect(spoken.format).toEqual({ codec: "mp3", sampleRate: 24_000, channels: 1 });
    expect(await spoken.collect()).toEqual({ bytes, format: spoken.format, mediaType: "audio/mpeg", durationMs: 240 });
    expectNoSecrets(spoken.plan);
  });

  it("gives the same bytes and duration however the network cuts them, with a tag before them (TTS-3)", async () => {
    const bytes = joinBytes([fakeId3(40), fakeMp3(3, 9)]);
    for (const { name, chunks } of splitBytes(bytes)) {
      const { speech } = speak({ type: "stream", chunks, headers: MP3 });
      expect(await (await speech).collect(), name).toMatchObject({ bytes, durationMs: 72 });
    }
  });

  it("reads the sample rate and channels that raw samples come with", async () => {
    const { speech } = speak(sound(new Uint8Array(64_000), { "content-type": "audio/pcm; rate=16000; channels=2" }), {
      responseFormat: "pcm",
    });
    const file = await (await speech).collect();
    expect(file).toMatchObject({ format: { codec: "pcm", sampleRate: 16_000, channels: 2 }, durationMs: 1000 });
  });

  it("keeps a reply once it is whole, and finds it in place of asking for the same again", async () => {
    const kept = new Map<string, KeptSound>();
    const keyOf = ({ url, body }: RequestPlan) => JSON.stringify([url, body]);
    const keeper: SpeechKeeper = {
      find: async (plan) => kept.get(keyOf(plan)),
      keep: async (plan, found) => void kept.set(keyOf(plan), found),
    };
    const cut = speak({ type: "stream", chunks: [fakeMp3(3), fakeMp3(1).subarray(0, 20)], headers: MP3, end: "error" }, {}, { keeper });
    await expect(cut.speech.then(async ({ collect }) => collect())).rejects.toMatchObject({ name: "NetworkError" });
    expect(kept.size).toBe(0);
    const first = await (await speak(sound(fakeMp3(5, 7)), {}, { keeper }).speech).collect();
    expect([...kept.values()]).toEqual([{ bytes: fakeMp3(5, 7), mediaType: "audio/mpeg", generationId: "gen-tts-1" }]);
    const again = speak([], {}, { keeper });
    expect(await (await again.speech).collect()).toEqual(first);
    expect(again.fake.calls).toEqual([]);
    const other = speak(sound(fakeMp3(1)), { text: "Another text." }, { keeper });
    await (await other.speech).collect();
    expect(other.fake.calls).toHaveLength(1);
  });

  it("takes no more from the network than is read (TTS-5)", async () => {
    const chunks = Array.from({ length: 50 }, () => fakeMp3(4));
    const { fake, speech } = speak({ type: "stream", chunks, headers: MP3 });
    const spoken = await speech;
    const before = fake.last().delivered;
    expect(before).toBeLessThan(4 * fakeMp3(4).length);
    for await (const _bytes of spoken.audio) break;
    expect(fake.last().cancelled).toBe(true);
    expect(fake.last().delivered).toBeLessThanOrEqual(before + fakeMp3(4).length);
  });

  const REFUSALS: readonly [string, FakeReply, Record<string, unknown>][] = [
    [
      "an error body although audio was accepted",
      { type: "json", body: { error: { code: 402, message: "Insufficient credits" } } },
      { code: "payment_required" },
    ],
    [
      "an error body that claims to be audio",
      sound(new TextEncoder().encode('{"error":{"code":429,"message":"slow down"}}')),
      { code: "rate_limit_exceeded" },
    ],
    [
      "an error body that claims to be samples",
      sound(new TextEncoder().encode('{"error":{"code":500,"message":"sorry"}}'), PCM),
      { code: "server" },
    ],
    [
      "an HTML page",
      { type: "text", body: "<!DOCTYPE html><title>502</title>", headers: { "content-type": "text/html" } },
      { code: "response_malformed" },
    ],
    ["nothing", { type: "empty", headers: MP3 }, { code: "response_empty", retryable: true }],
    ["a tag without sound", sound(fakeId3(20)), { code: "response_malformed" }],
    ["something else", sound(new TextEncoder().encode("no sound today"), { "content-type": "text/plain" }), { code: "response_malformed" }],
    ["less than one sample", sound(new Uint8Array(1), PCM), { code: "response_malformed" }],
    [
      "a zod dump",
      {
        type: "json",
        status: 400,
        body: { success: false, error: { name: "ZodError", message: '[{"path":["voice"],"message":"Required"}]' } },
      },
      { code: "invalid_request", message: expect.stringContaining("voice: Required") },
    ],
    ["HTTP 500", { type: "json", status: 500, body: { error: { code: 500, message: "Internal" } } }, { code: "server" }],
    ["HTTP 401", { type: "json", status: 401, body: { error: { code: 401, message: "No auth" } } }, { code: "authentication" }],
  ];
  for (const [name, reply, error] of REFUSALS) {
    it(`says what was wrong when the reply is ${name} (NET-5)`, async () => {
      await expect(speak(reply).speech).rejects.toMatchObject(error);
    });
  }

  it("does not take a text for samples, however long it is (NET-5)", async () => {
    const apology: FakeReply = { type: "text", body: "We are sorry, there is no sound today. ".repeat(20) };
    await expect(speak(apology, { responseFormat: "pcm" }).speech).rejects.toMatchObject({ code: "response_malformed" });
  });

  it("ends the audio with an error when it is cut (NET-5)", async () => {
    const broken: FakeReply = { type: "stream", chunks: [fakeMp3(4)], end: "error", headers: MP3 };
    await expect((await speak(broken).speech).collect()).rejects.toMatchObject({ code: "network_interrupted" });
    const short = sound(fakeMp3(4).subarray(0, 4 * 192 - 10));
    await expect((await speak(short).speech).collect()).rejects.toMatchObject({ code: "stream_truncated" });
    const odd = sound(new Uint8Array(31), PCM);
    await expect((await speak(odd, { responseFormat: "pcm" }).speech).collect()).rejects.toMatchObject({ code: "stream_truncated" });
  });

  it("cuts off a reply that is larger than its bound (NET-4)", async () => {
    const chunks = Array.from({ length: 20 }, () => fakeMp3(10));
    const { fake, speech } = speak({ type: "stream", chunks, headers: MP3 }, {}, { maxBytes: 4000 });
    await expect((await speech).collect()).rejects.toMatchObject({ code: "response_too_large" });
    expect(fake.last().cancelled).toBe(true);
  });

  it("has a clock for the answer, the first sound and every further one (NET-3)", async () => {
    const clock = fakeClock();
    const timed = {
      clock: {
        now: clock.now,
        after: (ms: number, run: () => void) => {
          const id = clock.setTimeout(run, ms);
          return () => clock.clearTimeout(id);
        },
      },
      timeoutMs: 5000,
    };
    const silent = speak({ type: "hang" }, {}, timed);
    await clock.advance(5000);
    await expect(silent.speech).rejects.toMatchObject({ code: "timeout_response" });
    const noSound = speak({ type: "stream", chunks: [], end: "stall", headers: MP3 }, {}, timed);
    await clock.advance(5000);
    await expect(noSound.speech).rejects.toMatchObject({ code: "timeout_first_token" });
    const stalled = await speak({ type: "stream", chunks: [fakeMp3(4)], end: "stall", headers: MP3 }, {}, timed).speech;
    // A listener who waits is not a server that stalls.
    await clock.advance(60_000);
    const rest = stalled.collect();
    rest.catch(() => undefined);
    await clock.advance(5000);
    await expect(rest).rejects.toMatchObject({ code: "timeout_stall" });
    expect(clock.pending()).toEqual([]);
  });

  it("moves on to the next model, with a voice that it has, and tells of both (FAIL-1, TTS-1)", async () => {
    const row: ModelRow = {
      id: "acme/voice-1",
      name: "Voice",
      inputModalities: [],
      outputModalities: ["speech"],
      pricing: {},
      voices: ["Ada", "Bob"],
    };
    const target = [speechTarget(), speechTarget({ model: "openrouter/acme/voice-1", row })];
    const failure: FakeReply = { type: "json", status: 503, body: { error: { code: 503, message: "overloaded" } } };
    const { fake, speech } = speak([failure, sound(fakeMp3(3))], { target, voice: "af_sky" });
    const spoken = await speech;
    expect(fake.last().body).toMatchObject({ model: "acme/voice-1", voice: "Ada" });
    expect(spoken.attempts.map((attempt) => [attempt.outcome, attempt.reason])).toEqual([
      ["failed", "overloaded"],
      ["succeeded", undefined],
    ]);
    expect(spoken.warnings).toMatchObject([{ code: "voice_replaced" }]);
  });

  it.each([
    "response_format mp3 is not supported by this model",
    "google/gemini-3.1-flash-tts-preview supports only the pcm response format",
  ])("asks for raw samples when the model refuses mp3, and says so (trap 29)", async (message) => {
    const refusal: FakeReply = { type: "json", status: 400, body: { error: { code: 400, message } } };
    const { fake, speech } = speak([refusal, sound(new Uint8Array(48_000), PCM)]);
    const spoken = await speech;
    expect(fake.last().body).toMatchObject({ response_format: "pcm" });
    expect(spoken).toMatchObject({ format: { codec: "pcm" }, warnings: [{ code: "format_replaced" }] });
    await expect(speak([refusal], {}, { acceptOtherFormat: false }).speech).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("ends the request at once when the caller aborts, before and after the first sound (NET-4)", async () => {
    const early = new AbortController();
    const waiting = speak({ type: "hang" }, {}, { signal: early.signal });
    early.abort();
    await expect(waiting.speech).rejects.toMatchObject({ name: "AbortError" });
    const late = new AbortController();
    const { fake, speech } = speak({ type: "stream", chunks: [fakeMp3(4)], end: "stall", headers: MP3 }, {}, { signal: late.signal });
    const rest = (await speech).collect();
    late.abort();
    await expect(rest).rejects.toMatchObject({ name: "AbortError" });
    expect(fake.last()).toMatchObject({ aborted: true, cancelled: true });
  });

  it("keeps the attempts behind an error, without the key (FAIL-6, KEY-6)", async () => {
    const failure: FakeReply = { type: "json", status: 500, body: { error: { code: 500, message: "Internal" } } };
    const error: unknown = await speak(
      [failure, failure],
      {},
      {
        failover: { retries: 1 },
        clock: {
          now: () => 0,
          after: (_ms, run) => {
            run();
            return () => undefined;
          },
        },
        timeoutMs: 0,
      },
    ).speech.catch((cause: unknown) => cause);
    expect(attemptsOf(error)).toMatchObject([
      { outcome: "failed", reason: "server_error" },
      { outcome: "failed", reason: "server_error" },
    ]);
    expectNoSecrets(error);
  });
});
