import { describe, expect, it } from "vitest";
import { planSpeech } from "./plan-speech.js";
import { readSpeechPreferences, resolveSpeechSettings, type SpeechSettings, writeSpeechPreferences } from "./speech-settings.js";
import { summarizeSpeech } from "./summarize-speech.js";

const always = resolveSpeechSettings({ auto: "always" });
const REPLY = "This is **an answer** that is long enough.";

describe("planSpeech", () => {
  const SKIPS: readonly [string, string, Partial<SpeechSettings>, Parameters<typeof planSpeech>[2], string][] = [
    ["off", "[[tts]]Text that stays as it is", { auto: "off" }, {}, "off"],
    ["a compaction notice", REPLY, {}, { isCompactionNotice: true }, "notice"],
    ["a command's answer", REPLY, {}, { isCommandReply: true }, "notice"],
    ["tagged, without a tag", REPLY, { auto: "tagged" }, {}, "not_tagged"],
    ["inbound, when the user wrote", REPLY, { auto: "inbound" }, {}, "no_inbound_audio"],
    ["what is not final", REPLY, {}, { kind: "tool" }, "not_final"],
    ["what carries media", REPLY, {}, { hasMedia: true }, "has_media"],
    ["what names media", `${REPLY}\nMEDIA: a.png`, {}, {}, "has_media"],
    ["what is too short", "Ok, fine", {}, {}, "too_short"],
    ["what is mostly code", "Look at it:\n```js\nconst a = 1;\nconst b = 2;\n```\n", {}, {}, "mostly_code"],
    ["what has no words", "🎉🎉🎉 --- ... !!! ???", {}, {}, "nothing_to_say"],
    ["what is longer than any request may be", "Word. ".repeat(1000), { maxLength: 5000 }, {}, "too_long"],
  ];
  for (const [name, reply, settings, context, reason] of SKIPS) {
    it(`leaves the text alone: ${name} (TTS-2)`, () => {
      expect(planSpeech(reply, { ...always, ...settings }, context)).toMatchObject({ action: "skip", reason });
    });
  }

  it("cleans the text of directives also when nothing is spoken, and not when it is off (TTS-2)", () => {
    const reply = "[[tts:voice=a]]\n\nHello to all of you.";
    expect(planSpeech(reply, { ...always, auto: "inbound" }).visibleText).toBe("Hello to all of you.");
    expect(planSpeech(reply, { ...always, auto: "off" }).visibleText).toBe(reply);
  });

  it("speaks in each mode what that mode is for (TTS-2)", () => {
    expect(planSpeech(REPLY, always)).toMatchObject({
      action: "speak",
      speechText: "This is an answer that is long enough.",
      visibleText: REPLY,
    });
    expect(planSpeech(REPLY, { ...always, auto: "inbound" }, { inboundAudio: true })).toMatchObject({ action: "speak" });
    expect(planSpeech(`[[tts]]${REPLY}`, { ...always, auto: "tagged" })).toMatchObject({ action: "speak", visibleText: REPLY });
    expect(planSpeech(REPLY, { ...always, mode: "all" }, { kind: "block" })).toMatchObject({ action: "speak" });
    expect(planSpeech("Shown. [[tts:text voice]]", always)).toMatchObject({ action: "skip" });
    expect(planSpeech("Shown text. [[tts:voice=bob]][[tts:text]]Only these words are heard.[[/tts:text]]", always)).toMatchObject({
      visibleText: "Shown text.",
      speechText: "Only these words are heard.",
      overrides: { voice: "bob" },
    });
  });

  it("asks for a summary of a long text, or cuts it to n-3 and three dots (TTS-2)", async () => {
    const long = "This is one more sentence. ".repeat(80).trim();
    const plan = planSpeech(long, always);
    expect(plan).toMatchObject({ action: "speak", summarizeTo: 1500 });
    const cut = planSpeech(long, { ...always, summarize: false });
    expect(cut).toMatchObject({ speechText: `${long.slice(0, 1497)}...` });
    if (plan.action !== "speak") throw new Error("it is spoken");
    const asked: unknown[] = [];
    const made = await summarizeSpeech(plan, async (request) => (asked.push(request), "A **short** one."));
    expect(asked).toMatchObject([{ targetCharacters: 1500, temperature: 0.3, maxTokens: 750, text: long }]);
    expect(made).toEqual({ text: "A short one.", warnings: [] });
    for (const summarize of [() => Promise.reject(new Error("no")), async () => "  "]) {
      expect(await summarizeSpeech(plan, summarize)).toMatchObject({
        text: `${long.slice(0, 1497)}...`,
        warnings: [{ code: "tts_summary_failed" }],
      });
    }
    await expect(summarizeSpeech(plan, () => Promise.reject(new DOMException("x", "AbortError")))).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});

describe("speech preferences", () => {
  it("win over the configuration, and the session over both", () => {
    expect(resolveSpeechSettings({ auto: "always", maxLength: 900 }, { auto: "tagged" })).toMatchObject({
      auto: "tagged",
      maxLength: 900,
      maxTextLength: 4096,
    });
    expect(resolveSpeechSettings({ auto: "always" }, { auto: "tagged" }, { auto: "off" }).auto).toBe("off");
  });

  it("are read leniently and written back", () => {
    const preferences = { auto: "inbound", provider: "openrouter", persona: "calm", maxLength: 800, summarize: false } as const;
    expect(readSpeechPreferences(writeSpeechPreferences(preferences))).toEqual(preferences);
    expect(readSpeechPreferences('{"tts":{"auto":"loud","maxLength":9,"summarize":"yes","other":1}}')).toEqual({ maxLength: 100 });
    for (const text of [undefined, "", "no JSON", "[]", '{"tts":4}']) expect(readSpeechPreferences(text)).toEqual({});
  });
});
