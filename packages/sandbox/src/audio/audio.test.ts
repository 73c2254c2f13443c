import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../index.js";
import { post, quickSandbox } from "../testing/quick-sandbox.js";

// SBX-1: speech, and hearing what was spoken.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

describe("speech and hearing", () => {
  const speak = async (body: Record<string, unknown>): Promise<Response> =>
    post(sandbox, "/audio/speech", { model: "sandbox/voice", voice: "kal16", input: "Hello there.", ...body });
  const hear = async (sound: Buffer, format: string): Promise<string> =>
    (
      (await (
        await post(sandbox, "/audio/transcriptions", { model: "sandbox/ear", input_audio: { data: sound.toString("base64"), format } })
      ).json()) as { text: string }
    ).text;

  it("gives PCM unless MP3 is asked for", async () => {
    const pcm = await speak({});
    expect(pcm.headers.get("content-type")).toBe("audio/pcm;rate=24000;channels=1");
    expect(pcm.headers.get("x-generation-id")).toMatch(/^gen-tts-/);
    expect((await speak({ response_format: "mp3" })).headers.get("content-type")).toBe("audio/mpeg");
  });

  it.each([
    [{ input: "" }, "at least 1 character"],
    [{ input: "こんにちは世界" }, "English only"],
    [{ input: "!!!" }, "nothing to speak"],
    [{ response_format: "wav" }, "Invalid option"],
    [{ voice: "nobody" }, "Supported voices"],
    [{ model: "hexgrad/kokoro-82m", voice: undefined }, "voice: Required"],
    [{ model: "google/gemini-3.1-flash-tts-preview", voice: "Kore", response_format: "mp3" }, "only the pcm"],
    [{ model: "openai/gpt-4o" }, "/api/v1/chat/completions"],
  ])("refuses %j", async (body, text) => {
    const response = await speak(body);
    expect([response.status, (await response.text()).includes(text)]).toEqual([400, true]);
  });

  it("transcribes what it has spoken, in any wrapping, and admits to be deaf otherwise", async () => {
    const mp3 = Buffer.from(await (await speak({ response_format: "mp3" })).arrayBuffer());
    expect(await hear(mp3, "mp3")).toBe("Hello there.");
    expect(await hear(mp3.subarray(mp3.indexOf(Buffer.from([0xff, 0xf3]))), "mp3")).toBe("Hello there.");
    expect(await hear(Buffer.from("something else"), "wav")).toContain("cannot hear");
    const form = new FormData();
    form.set("model", "sandbox/ear");
    form.set("file", new Blob([new Uint8Array(mp3)]), "speech.mp3");
    const response = await fetch(`${sandbox.baseUrl}/audio/transcriptions`, {
      method: "POST",
      headers: { authorization: "Bearer x" },
      body: form,
    });
    expect(await response.json()).toMatchObject({ text: "Hello there." });
  });
});
