import { createTarget, type ModelTarget } from "@openclaw/core";
import { fakeClock, fakeFetch, type FakeReply, joinBytes, settle, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { decode, findQuiet, probe } from "../__fixtures__/decode.js";
import { fakeMp3 } from "../__fixtures__/fake-mp3.js";
import { speechTarget, SPEECH_URL, transportOf } from "../__fixtures__/speech-target.js";
import { findPart, sandboxForTest, speakPart, toSamples } from "../__fixtures__/spoken-parts.js";
import type { SpeakEvent, SpeechFinish } from "./speak-events.js";
import type { SpeakOptions } from "./speak-options.js";
import { speakStream } from "./speak-stream.js";

const PCM = { "content-type": "audio/pcm;rate=24000;channels=1" };
const FAST = { now: () => 0, after: (_ms: number, run: () => void) => (queueMicrotask(run), () => undefined) };

/** Answers each sentence by a rule; sound is PCM that begins with the sentence's number. */
function voice(answer: (text: string, time: number) => FakeReply | Promise<FakeReply>) {
  const times = new Map<string, number>();
  const fake = fakeFetch({
    [SPEECH_URL]: async (call) => {
      const { input } = call.body as { input: string };
      times.set(input, (times.get(input) ?? 0) + 1);
      return answer(input, times.get(input)!);
    },
  });
  const options: SpeakOptions = {
    target: speechTarget(),
    responseFormat: "pcm",
    transport: transportOf(fake),
    clock: FAST,
    timeoutMs: 0,
    random: () => 0,
  };
  return { fake, options };
}

const pcm = (mark: number, samples = 240): FakeReply => ({ type: "binary", body: new Uint8Array(samples * 2).fill(mark), headers: PCM });
const numberOf = (text: string): number => Number(/\d+/.exec(text)?.[0]);

async function collect(events: AsyncIterable<SpeakEvent>): Promise<{ all: SpeakEvent[]; bytes: Uint8Array; finish: SpeechFinish }> {
  const all: SpeakEvent[] = [];
  for await (const event of events) all.push(event);
  const bytes = joinBytes(all.flatMap((event) => (event.type === "audio" ? [event.bytes] : [])));
  return { all, bytes, finish: all.at(-1) as SpeechFinish };
}

const marks = (bytes: Uint8Array): number[] => [...bytes].filter((mark, at) => mark !== bytes[at - 1]);
const sentences = (count: number): string => Array.from({ length: count }, (_one, at) => `Here is number ${at + 1} of them.`).join(" ");

describe("speakStream", () => {
  it("speaks each sentence of a text once, in order, whatever order the replies come in (TTS-4)", async () => {
    const { fake, options } = voice(async (text) => {
      for (let turns = 12 - numberOf(text); turns > 0; turns -= 1) await settle();
      return pcm(numberOf(text));
    });
    const { all, bytes, finish } = await collect(speakStream(sentences(12), { ...options, lookAhead: 4 }));
    expect(marks(bytes)).toEqual(Array.from({ length: 12 }, (_one, at) => at + 1));
    expect(fake.calls).toHaveLength(12);
    expect(all[0]).toMatchObject({ type: "speech-start", mediaType: "audio/pcm;rate=24000;channels=1" });
    expect(all.filter((event) => event.type === "sentence-end")).toHaveLength(12);
    expect(finish).toMatchObject({ type: "finish", complete: true, durationMs: 120, lengthBytes: 12 * 480, failures: [] });
    expect(finish.sentences.map((sentence) => [sentence.startMs, sentence.durationMs])).toEqual(
      Array.from({ length: 12 }, (_one, at) => [at * 10, 10]),
    );
  });

  it("starts at the first sentence while the rest is not written yet, and says how soon (TTS-4)", async () => {
    let now = 0;
    const { options } = voice((text) => pcm(numberOf(text)));
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    async function* text() {
      now = 400;
      yield "This is 1 here. And ";
      await gate;
      now = 9000;
      yield "this is 2.";
    }
    const events = speakStream(text(), { ...options, clock: { ...FAST, now: () => now } });
    const seen: string[] = [];
    for (;;) {
      const { value } = await events.next();
      seen.push(value!.type);
      if (value!.type === "audio") break;
    }
    expect(seen).toEqual(["speech-start", "sentence-start", "audio"]);
    release();
    const { finish } = await collect(events);
    expect(finish).toMatchObject({ firstAudioMs: 400, complete: true });
    expect(finish.sentences.map((sentence) => sentence.text)).toEqual(["This is 1 here.", "And this is 2."]);
  });

  it("runs no more requests at a time than its look-ahead allows, and fetches nothing that is not pulled (TTS-4)", async () => {
    let open = 0;
    let most = 0;
    const { fake, options } = voice(async (text) => {
      open += 1;
      most = Math.max(most, open);
      for (let turns = 0; turns < 4; turns += 1) await settle();
      open -= 1;
      return pcm(numberOf(text));
    });
    const events = speakStream([sentences(12)], { ...options, lookAhead: 2 });
    await events.next();
    for (let turns = 0; turns < 60; turns += 1) await settle();
    expect(fake.calls).toHaveLength(3);
    await collect(events);
    expect(most).toBe(3);
    expect(fake.calls).toHaveLength(12);
  });

  it("reads the text on while nobody listens, so that the answer is not held up", async () => {
    const { options } = voice((text) => pcm(numberOf(text)));
    let read = 0;
    async function* text() {
      for (; read < 100; read += 1) yield `Number ${read} is here. `;
    }
    const events = speakStream(text(), options);
    await events.next();
    for (let turns = 0; turns < 60; turns += 1) await settle();
    expect(read).toBe(100);
    await events.return();
  });

  const FAULTS: readonly [string, FakeReply][] = [
    ["429", { type: "json", status: 429, body: { error: { code: 429, message: "slow down" } }, headers: { "retry-after": "1" } }],
    ["500", { type: "json", status: 500, body: { error: { code: 500, message: "Internal" } } }],
    ["an error in HTTP 200", { type: "json", body: { error: { code: 502, message: "Provider returned error" } } }],
    ["a page", { type: "text", body: "<html></html>", headers: { "content-type": "text/html" } }],
    ["nothing", { type: "empty", headers: PCM }],
    ["a broken connection", { type: "network-error" }],
    ["sound that breaks off", { type: "stream", chunks: [new Uint8Array(200).fill(2)], end: "error", headers: PCM }],
    ["half a sample", { type: "stream", chunks: [new Uint8Array(201).fill(2)], headers: PCM }],
  ];
  for (const [name, reply] of FAULTS) {
    it(`tries a sentence once more after ${name}, and says its words once (TTS-4)`, async () => {
      const { fake, options } = voice((text, time) => (numberOf(text) === 2 && time === 1 ? reply : pcm(numberOf(text))));
      const { bytes, finish } = await collect(speakStream([sentences(4)], options));
      expect(bytes).toEqual(joinBytes([1, 2, 3, 4].map((mark) => new Uint8Array(480).fill(mark))));
      expect(finish).toMatchObject({ complete: true, durationMs: 40 });
      expect(fake.calls).toHaveLength(5);
    });
    it(`reports a sentence that fails twice with ${name}, and goes on with the rest (TTS-4)`, async () => {
      const { fake, options } = voice((text) => (numberOf(text) === 2 ? reply : pcm(numberOf(text))));
      const { all, bytes, finish } = await collect(speakStream([sentences(4)], options));
      expect(marks(bytes).filter((mark) => mark !== 2)).toEqual([1, 3, 4]);
      expect(bytes.length % 2).toBe(0);
      expect(finish).toMatchObject({ complete: false, failures: [{ index: 1, text: "Here is number 2 of them." }] });
      expect(all.find((event) => event.type === "sentence-failed")).toMatchObject({
        attempts: [{ outcome: expect.any(String) }, { outcome: expect.any(String) }],
      });
      expect(fake.calls).toHaveLength(5);
    });
  }

  it("does not say again what was heard of a sentence before it broke off (FAIL-5)", async () => {
    let release: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => (release = resolve));
    const whole = Uint8Array.from({ length: 480 }, (_byte, at) => at % 251);
    const { options } = voice((_text, time) =>
      time === 1
        ? {
            type: "stream",
            chunks: [whole.subarray(0, 101), whole.subarray(101, 203)],
            end: "error",
            headers: PCM,
            pace: (at) => (at === 1 ? heard : undefined),
          }
        : { type: "binary", body: whole, headers: PCM },
    );
    const out: Uint8Array[] = [];
    for await (const event of speakStream(["One sentence."], options)) {
      if (event.type === "audio") out.push(event.bytes);
      if (event.type === "audio") release();
    }
    expect(joinBytes(out)).toEqual(whole);
  });

  it("leaves a stalled reply and asks once more, and goes on when it stalls again (TTS-4)", async () => {
    for (const stalls of [1, 2]) {
      const clock = fakeClock();
      const after = (ms: number, run: () => void): (() => void) => {
        const id = clock.setTimeout(run, ms);
        return () => clock.clearTimeout(id);
      };
      const { fake, options } = voice((text, time) =>
        numberOf(text) === 1 && time <= stalls
          ? { type: "stream", chunks: [new Uint8Array(200).fill(1)], end: "stall", headers: PCM }
          : pcm(numberOf(text)),
      );
      const done = collect(speakStream([sentences(3)], { ...options, clock: { now: clock.now, after }, timeoutMs: 5_000 }));
      for (let turns = 0; turns < 20; turns += 1) await clock.advance(1_000);
      const { bytes, finish } = await done;
      expect(marks(bytes)).toEqual([1, 2, 3]);
      expect(finish.complete).toBe(stalls === 1);
      expect(finish.failures.map((failure) => [failure.index, failure.error])).toMatchObject(
        stalls === 1 ? [] : [[0, { code: "timeout_stall" }]],
      );
      expect(fake.calls).toHaveLength(4);
    }
  });

  it("cuts off a reply that is far too long, and goes on with the rest (NET-4)", async () => {
    const { fake, options } = voice((text) => pcm(numberOf(text), numberOf(text) === 2 ? 10_000 : 240));
    const { finish } = await collect(speakStream([sentences(3)], { ...options, maxBytes: 5_000 }));
    expect(finish).toMatchObject({ complete: false, failures: [{ index: 1, error: { code: "response_too_large" } }] });
    expect(finish.sentences.map((sentence) => sentence.index)).toContain(2);
    expect(fake.calls).toHaveLength(3);
  });

  it("forgets what broke off before anyone heard it", async () => {
    const { fake, options } = voice((text, time) =>
      numberOf(text) === 2 && time === 1
        ? { type: "stream", chunks: [new Uint8Array(200).fill(9)], end: "error", headers: PCM }
        : pcm(numberOf(text)),
    );
    const events = speakStream([sentences(2)], options);
    const first = (await events.next()).value!;
    for (let turns = 0; turns < 40; turns += 1) await settle();
    expect(first.type).toBe("speech-start");
    expect(fake.calls).toHaveLength(3);
    expect((await collect(events)).bytes).toEqual(joinBytes([1, 2].map((mark) => new Uint8Array(480).fill(mark))));
  });

  it("stops asking when the key or the credit is refused, and reports the rest (FAIL-4)", async () => {
    const { fake, options } = voice(() => ({ type: "json", status: 402, body: { error: { code: 402, message: "Insufficient credits" } } }));
    const { finish } = await collect(speakStream([sentences(20)], { ...options, lookAhead: 0 }));
    expect(fake.calls).toHaveLength(1);
    expect(finish).toMatchObject({ complete: false, durationMs: 0, lengthBytes: 0 });
    expect(finish.failures).toHaveLength(20);
  });

  it("leaves a provider alone that failed five sentences in a row (FAIL-4)", async () => {
    const { fake, options } = voice(() => ({ type: "json", status: 500, body: { error: { code: 500, message: "Internal" } } }));
    const { finish } = await collect(speakStream([sentences(20)], { ...options, lookAhead: 0 }));
    expect(fake.calls).toHaveLength(10);
    expect(finish.failures).toHaveLength(20);
  });

  it("ends all requests and the text at once when it is aborted, and when the listener leaves (NET-4)", async () => {
    for (const how of ["abort", "leave"] as const) {
      const { fake, options } = voice((text) =>
        numberOf(text) === 1 ? pcm(1) : { type: "stream", chunks: [new Uint8Array(20)], end: "stall", headers: PCM },
      );
      const controller = new AbortController();
      let closed = false;
      async function* text() {
        try {
          yield `${sentences(6)} `;
          await new Promise<never>((_resolve, reject) => controller.signal.addEventListener("abort", () => reject(new Error("over"))));
        } finally {
          closed = true;
        }
      }
      const events = speakStream(text(), { ...options, signal: controller.signal });
      for await (const event of events) {
        if (event.type !== "sentence-end") continue;
        if (how === "leave") break;
        await settle();
        controller.abort();
        await expect(collect(events)).rejects.toMatchObject({ name: "AbortError" });
      }
      controller.abort();
      await settle();
      expect(closed, how).toBe(true);
      expect(
        fake.calls.filter((call) => !call.finished && !call.cancelled),
        how,
      ).toEqual([]);
    }
  });

  it("speaks what is complete when the text breaks off, and then throws its error", async () => {
    const { options } = voice((text) => pcm(numberOf(text)));
    async function* text() {
      yield "This is 1. And half of";
      throw new Error("the chat broke");
    }
    const all: SpeakEvent[] = [];
    const listening = (async () => {
      for await (const event of speakStream(text(), options)) all.push(event);
    })();
    await expect(listening).rejects.toThrow("the chat broke");
    expect(marks(joinBytes(all.flatMap((event) => (event.type === "audio" ? [event.bytes] : []))))).toEqual([1]);
    expect(all.at(-1)).toMatchObject({ type: "finish", complete: false, textError: { message: "the chat broke" } });
  });

  it("throws the text's error when not a word of it came", async () => {
    const { fake, options } = voice(() => pcm(1));
    // oxlint-disable-next-line require-yield -- it breaks before its first word
    async function* text(): AsyncGenerator<string> {
      await Promise.reject(new Error("unreachable"));
    }
    const events = speakStream(text(), options);
    expect(await events.next()).toMatchObject({ value: { type: "finish", complete: false, durationMs: 0 } });
    await expect(events.next()).rejects.toThrow("unreachable");
    expect(fake.calls).toEqual([]);
  });

  it("refuses what can never be spoken before it asks for anything", async () => {
    const { fake, options } = voice(() => pcm(1));
    await expect(speakStream(["Hello."], { ...options, speed: Number.NaN }).next()).rejects.toMatchObject({ code: "input_invalid" });
    await expect(speakStream(["Hello."], { ...options, target: [] }).next()).rejects.toMatchObject({ code: "input_invalid" });
    expect(fake.calls).toHaveLength(0);
  });

  it("has nothing to say for an answer without words", async () => {
    const { fake, options } = voice(() => pcm(1));
    const { all } = await collect(speakStream(["🎉 ---\n\n...", "!"], options));
    expect(all).toEqual([{ type: "finish", complete: true, durationMs: 0, lengthBytes: 0, sentences: [], failures: [] }]);
    expect(fake.calls).toHaveLength(0);
  });

  it("stays with the model that spoke first, and does not mix in sound of another kind", async () => {
    const other = speechTarget({ model: "openrouter/acme/voice-1" });
    const { fake, options } = voice((text) => pcm(numberOf(text)));
    const answers = fakeFetch({
      [SPEECH_URL]: (call) => {
        const { model, input } = call.body as { model: string; input: string };
        if (model !== "acme/voice-1") return { type: "json", status: 503, body: { error: { code: 503, message: "overloaded" } } };
        return {
          type: "binary",
          body: new Uint8Array(480),
          headers: { "content-type": `audio/pcm;rate=${numberOf(input) === 3 ? 16_000 : 24_000}` },
        };
      },
    });
    const { all, finish } = await collect(
      speakStream([sentences(5)], { ...options, lookAhead: 0, target: [speechTarget(), other], transport: transportOf(answers) }),
    );
    expect(fake.calls).toHaveLength(0);
    expect(answers.calls.filter((call) => (call.body as { model: string }).model !== "acme/voice-1")).toHaveLength(1);
    expect(finish.failures).toMatchObject([{ index: 2, error: { code: "stream_malformed" } }]);
    expect(all.filter((event) => event.type === "sentence-start").map((event) => event.index)).toEqual([0, 1, 3, 4]);
  });
});

describe("speakStream with the sandbox's voice", () => {
  const ANSWER = "# Weather\n\nHello there, my friend. How are **you** today? It is a nice day, and I am happy. Let us go!";
  async function target(): Promise<{ target: ModelTarget; sandbox: Awaited<ReturnType<typeof sandboxForTest>> }> {
    const sandbox = await sandboxForTest();
    return {
      sandbox,
      target: createTarget({ model: "sandbox/voice", apiKey: "sk-or-v1-SYNTHETICspeechNotARealKey", baseUrl: sandbox.baseUrl }),
    };
  }

  for (const responseFormat of ["mp3", "pcm"] as const) {
    it(`leaves one valid ${responseFormat} file without gaps or clipping, as long as its parts (TTS-3)`, async () => {
      const { target: one, sandbox } = await target();
      const directory = tempDir();
      const { bytes, finish } = await collect(speakStream([ANSWER], { target: one, voice: "slt", responseFormat, container: "file" }));
      const file = bytes.slice();
      file.set(finish.header!, 0);
      const name = responseFormat === "mp3" ? "a.mp3" : "a.wav";
      const said = await probe(file, directory, name);
      expect(said.streams).toHaveLength(1);
      expect(said.durationMs).toBeCloseTo(finish.durationMs, 0);
      expect(finish.sentences.reduce((sum, sentence) => sum + sentence.durationMs, 0)).toBeCloseTo(finish.durationMs, 6);
      const { samples, complaints } = await decode(file, directory, { name });
      expect(complaints).toBe("");
      const parts = await Promise.all(finish.sentences.map((sentence) => speakPart(sandbox, sentence.text, "pcm")));
      let place = 0;
      const starts = parts.map(toSamples).map((part) => {
        const shift = findPart(samples, part, place) - place;
        place += part.length;
        return shift / 24;
      });
      const gaps = starts.slice(1).map((start, at) => Math.abs(start - starts[at]!));
      expect(Math.max(...gaps)).toBeLessThanOrEqual(responseFormat === "pcm" ? 0 : 20);
      expect(samples.every((sample) => Math.abs(sample) < 32_767)).toBe(true);
      expect(findQuiet(samples, { minMs: 600, level: 30 })).toEqual([]);
    });
  }

  for (const fault of ["speech-cut", "speech-json-error", "speech-html", "speech-empty"] as const) {
    it(`survives ${fault} once, and reports it when it stays (TTS-4)`, async () => {
      const { target: one, sandbox } = await target();
      sandbox.setFault({ name: fault, path: "/audio/speech", times: 1 });
      const options: SpeakOptions = { target: one, voice: "slt", responseFormat: "pcm", lookAhead: 0, clock: FAST, timeoutMs: 0 };
      expect((await collect(speakStream([ANSWER], options))).finish).toMatchObject({ complete: true });
      sandbox.setFault({ name: fault, path: "/audio/speech", times: 2 });
      const { finish, bytes } = await collect(speakStream([ANSWER], options));
      expect(finish.failures).toMatchObject([{ index: 0, text: "Weather." }]);
      expect(bytes.length).toBe(finish.lengthBytes);
    });
  }

  it("joins fake frames of a second model's sound without a tag in between", async () => {
    const fake = fakeFetch({ [SPEECH_URL]: () => ({ type: "binary", body: fakeMp3(20), headers: { "content-type": "audio/mpeg" } }) });
    const { bytes, finish } = await collect(speakStream([sentences(3)], { target: speechTarget(), transport: transportOf(fake) }));
    // All is quiet: two frames before and one behind each join are padding.
    expect(finish.durationMs).toBe((60 - 6) * 24);
    expect(bytes.length).toBe(54 * 192);
  });
});
