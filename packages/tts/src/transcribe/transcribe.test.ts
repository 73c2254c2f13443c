import { attemptsOf, createTarget } from "@openclaw/core";
import { expectNoSecrets, fakeFetch, type FakeReply, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { decode } from "../__fixtures__/decode.js";
import { speechTarget, transportOf } from "../__fixtures__/speech-target.js";
import { sandboxForTest, speakPart } from "../__fixtures__/spoken-parts.js";
import { readWav, writeWav } from "../audio/wav.js";
import { readAudioType } from "./read-audio-type.js";
import { splitAudio } from "./split-audio.js";
import { transcribe } from "./transcribe.js";
import type { TranscriptionOptions, TranscriptionRequest } from "./transcription.js";

const URL = "https://openrouter.ai/api/v1/audio/transcriptions";
const MONO = { sampleRate: 8000, channels: 1 };
const target = speechTarget({ model: "openrouter/openai/whisper-large-v3-turbo" });

/** `seconds` of noise with a pause of 200 ms in the middle of each second. */
function talk(seconds: number): Uint8Array {
  const samples = new Int16Array(seconds * 8000).map((_zero, at) =>
    at % 8000 >= 3200 && at % 8000 < 4800 ? 0 : ((at * 7919) % 4001) - 2000,
  );
  return new Uint8Array(samples.buffer);
}

function hear(replies: FakeReply | readonly FakeReply[], request: Partial<TranscriptionRequest> = {}, options: TranscriptionOptions = {}) {
  const fake = fakeFetch({ [URL]: replies });
  return {
    fake,
    transcript: transcribe(
      { target, audio: writeWav(talk(1), MONO), ...request },
      { transport: transportOf(fake), failover: { retries: 0 }, ...options },
    ),
  };
}

const said = (body: Record<string, unknown>): FakeReply => ({ type: "json", body });

describe("transcribe", () => {
  it("sends raw base64 with its format, and reads text and usage (STT-1)", async () => {
    const { fake, transcript } = hear(said({ text: " Hello. ", usage: { seconds: 1, input_tokens: 10, output_tokens: 2, cost: 0.001 } }), {
      language: "en",
      temperature: 0,
    });
    expect(await transcript).toMatchObject({
      text: "Hello.",
      parts: 1,
      usage: { audioMs: 1000, promptTokens: 10, completionTokens: 2, costUsd: 0.001 },
      attempts: [{ outcome: "succeeded" }],
    });
    const body = fake.last().body as { input_audio: { data: string } };
    expect(body).toMatchObject({ model: "openai/whisper-large-v3-turbo", language: "en", temperature: 0, input_audio: { format: "wav" } });
    expect(Object.keys(body)).toEqual(["model", "input_audio", "language", "temperature"]);
    expect(new Uint8Array(Buffer.from(body.input_audio.data, "base64"))).toEqual(writeWav(talk(1), MONO));
    expectNoSecrets(await transcript);
  });

  it.each([
    ["en-US", "en"],
    ["pt_BR", "pt"],
    ["DE", "de"],
    ["klingon", "klingon"],
  ])("asks for the language of %s by its code alone (STT-1)", async (language, sent) => {
    const { fake, transcript } = hear(said({ text: "Hello." }), { language });
    await transcript;
    expect(fake.last().body).toMatchObject({ language: sent });
  });

  it.each([
    ["a header without samples", writeWav(new Uint8Array(), MONO), /no sound/],
    ["an ArrayBuffer", new ArrayBuffer(8) as unknown as Uint8Array, /no Uint8Array/],
  ])("refuses %s before it is paid for (STT-1)", async (_what, audio, message) => {
    const { fake, transcript } = hear(said({ text: "Hello." }), { audio });
    await expect(transcript).rejects.toMatchObject({ code: "input_invalid", message: expect.stringMatching(message) });
    expect(fake.calls).toEqual([]);
  });

  it("asks when things were said, and does without where that is not known (STT-1)", async () => {
    const verbose = said({
      text: "Hi.",
      language: "en",
      duration: 1,
      segments: [{ id: 0, start: 0, end: 1, text: " Hi." }],
      words: [{ word: "Hi", start: 0.1, end: 0.4 }, { word: 4 }],
    });
    const { fake, transcript } = hear(verbose, { timestamps: "word" });
    expect(await transcript).toMatchObject({
      language: "en",
      durationMs: 1000,
      segments: [{ text: "Hi.", startMs: 0, endMs: 1000 }],
      words: [{ text: "Hi", startMs: 100 }],
    });
    expect(fake.last().body).toMatchObject({ response_format: "verbose_json", timestamp_granularities: ["segment", "word"] });
    const refusal: FakeReply = {
      type: "json",
      status: 400,
      body: { error: { code: 400, message: "response_format verbose_json is not supported by this provider" } },
    };
    const second = hear([refusal, said({ text: "Hi." })], { timestamps: "segment" });
    expect(await second.transcript).toMatchObject({ text: "Hi.", warnings: [{ code: "timestamps_unsupported" }] });
    expect(second.fake.last().body).not.toHaveProperty("response_format");
  });

  it("cuts a long recording in its pauses, and puts times and usage together (STT-1)", async () => {
    let count = 0;
    const answer: FakeReply = (call) => {
      const { data } = (call.body as { input_audio: { data: string } }).input_audio;
      const seconds = readWav(new Uint8Array(Buffer.from(data, "base64")))!.pcm.length / 16_000;
      count += 1;
      return said({
        text: `Part of ${seconds.toFixed(1)}.`,
        duration: seconds,
        segments: [{ id: 0, start: 0, end: seconds, text: "x" }],
        usage: { seconds, cost: 1 },
      });
    };
    const { transcript } = hear(answer, { audio: writeWav(talk(25), MONO), timestamps: "segment" }, { maxPartMs: 10_000 });
    const heard = await transcript;
    expect(count).toBe(3);
    expect(heard).toMatchObject({ parts: 3, usage: { costUsd: 3 } });
    expect(Math.abs(heard.usage.audioMs! - 25_000)).toBeLessThanOrEqual(2);
    expect(Math.abs(heard.durationMs! - 25_000)).toBeLessThanOrEqual(1);
    for (const [at, segment] of heard.segments!.entries()) {
      expect(Math.abs(segment.startMs - (heard.segments![at - 1]?.endMs ?? 0))).toBeLessThanOrEqual(1);
      expect(Number.isInteger(segment.startMs) && Number.isInteger(segment.endMs)).toBe(true);
    }
    // Within the pause of its second.
    for (const { startMs } of heard.segments!.slice(1)) expect(Math.abs((startMs % 1000) - 500)).toBeLessThanOrEqual(100);
  });

  it("fails as a whole when a part fails, and stops asking", async () => {
    let count = 0;
    const answer: FakeReply = () => {
      count += 1;
      return count === 2
        ? { type: "json", status: 402, body: { error: { code: 402, message: "Insufficient credits" } } }
        : said({ text: "x", usage: { cost: 0.5 } });
    };
    const { transcript } = hear(answer, { audio: writeWav(talk(60), MONO) }, { maxPartMs: 5_000, concurrency: 1 });
    const error: unknown = await transcript.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "payment_required" });
    // What the part before it was billed is not forgotten.
    expect(attemptsOf(error)).toMatchObject([
      { outcome: "succeeded", costUsd: 0.5 },
      { outcome: "failed", code: "payment_required" },
    ]);
    expect(count).toBe(2);
  });

  it("moves on to the next model", async () => {
    const { transcript } = hear([{ type: "json", status: 503, body: { error: { message: "overloaded" } } }, said({ text: "ok" })], {
      target: [target, speechTarget({ model: "acme/ears" })],
    });
    expect((await transcript).attempts).toMatchObject([{ outcome: "failed" }, { model: "openrouter/acme/ears", outcome: "succeeded" }]);
  });

  it("takes silence for an answer, and no text for an error (NET-5)", async () => {
    expect((await hear(said({ text: "" })).transcript).text).toBe("");
    await expect(hear(said({ usage: {} })).transcript).rejects.toMatchObject({ code: "response_malformed" });
    await expect(hear(said({ error: { code: 502, message: "Provider returned error" } })).transcript).rejects.toMatchObject({
      code: "provider_unavailable",
    });
  });

  it("knows the format from the bytes, the media type or the name (STT-1)", () => {
    const start = (...bytes: number[]): Uint8Array => new Uint8Array([...bytes, ...Array.from({ length: 16 }, () => 0)]);
    const ascii = (text: string): number[] => Array.from(new TextEncoder().encode(text));
    expect(readAudioType({ audio: writeWav(talk(1), MONO), mediaType: "audio/mpeg" })).toBe("wav");
    expect(readAudioType({ audio: start(...ascii("ID3")) })).toBe("mp3");
    expect(readAudioType({ audio: start(0xff, 0xfb) })).toBe("mp3");
    expect(readAudioType({ audio: start(0xff, 0xf3) })).toBe("mp3");
    expect(readAudioType({ audio: start(0xff, 0xf1) })).toBe("aac");
    expect(readAudioType({ audio: start(...ascii("OggS")) })).toBe("ogg");
    expect(readAudioType({ audio: start(...ascii("fLaC")) })).toBe("flac");
    expect(readAudioType({ audio: start(0, 0, 0, 0x20, ...ascii("ftypM4A ")) })).toBe("m4a");
    expect(readAudioType({ audio: start(0x1a, 0x45, 0xdf, 0xa3) })).toBe("webm");
    expect(readAudioType({ audio: start(1), mediaType: "audio/ogg; codecs=opus" })).toBe("ogg");
    expect(readAudioType({ audio: start(1), filename: "voice.OPUS" })).toBe("ogg");
    expect(readAudioType({ audio: start(1), format: "MPEG" })).toBe("mp3");
    expect(() => readAudioType({ audio: start(1), mediaType: "text/plain", filename: "a.txt" })).toThrow(
      'OpenRouter STT could not resolve audio format from mime "text/plain" and file "a.txt"',
    );
  });

  it("refuses what cannot be sent before anything is (STT-1)", async () => {
    await expect(hear([], { audio: new Uint8Array() }).transcript).rejects.toThrow("The recording is empty.");
    await expect(hear([], {}, { maxBytes: 100 }).transcript).rejects.toMatchObject({ code: "input_invalid" });
    await expect(hear([], { target: [] }).transcript).rejects.toMatchObject({ code: "input_invalid" });
    const misspelt = { file: new Uint8Array(1) } as object;
    await expect(hear([], misspelt).transcript).rejects.toMatchObject({ code: "input_invalid", hint: "Write audio." });
    const ogg = new Uint8Array(300);
    ogg.set([0x4f, 0x67, 0x67, 0x53]);
    await expect(hear([], { audio: ogg }, { maxPartBytes: 200 }).transcript).rejects.toThrow("one request takes 200");
  });

  it("hears what the sandbox says, as file and as raw samples (STT-1)", async () => {
    const sandbox = await sandboxForTest();
    const ears = createTarget({
      model: "openai/whisper-large-v3-turbo",
      apiKey: "sk-or-v1-SYNTHETICspeechNotARealKey",
      baseUrl: sandbox.baseUrl,
    });
    const text = "Hello there, my friend.";
    expect(await transcribe({ target: ears, audio: await speakPart(sandbox, text, "mp3") })).toMatchObject({ text });
    const samples = await speakPart(sandbox, text, "pcm");
    expect(await transcribe({ target: ears, audio: samples, pcm: { sampleRate: 24_000, channels: 1 }, timestamps: "word" })).toMatchObject({
      text,
      words: [{ text: "Hello" }, {}, {}, {}],
    });
  });

  it("cuts MP3 between its frames, into parts that another decoder takes, with nothing lost (STT-1)", async () => {
    const [sandbox, directory] = [await sandboxForTest(), tempDir()];
    const file = await speakPart(
      sandbox,
      "Hello there, my friend. How are you today? It is a nice day, and I am happy. Let us go out for a while.",
      "mp3",
    );
    const parts = splitAudio(file, "mp3", { maxPartBytes: 20_000, maxPartMs: 3_000 });
    const whole = await decode(file, directory, { name: "whole.mp3" });
    expect(parts.length).toBeGreaterThan(2);
    let length = 0;
    for (const [at, part] of parts.entries()) {
      expect(part.audio.length).toBeLessThanOrEqual(20_000);
      const { samples, complaints } = await decode(part.audio, directory, { name: `${at}.mp3` });
      expect(complaints).toBe("");
      expect(part.startMs).toBeCloseTo(length / 24, 0);
      length += samples.length;
      // Past the first frames, which lack what sounded before the cut, the samples are the same.
      const from = Math.round(part.startMs * 24);
      expect(samples.slice(3 * 576, 3 * 576 + 5000)).toEqual(whole.samples.slice(from + 3 * 576, from + 3 * 576 + 5000));
    }
    expect(length).toBe(whole.samples.length);
  });
});
