import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../index.js";
import { completeWith, sayTo, type Whole } from "../testing/complete-with.js";
import { ask, post, quickSandbox } from "../testing/quick-sandbox.js";
import { contentOf, finishOf, readStream } from "../testing/read-stream.js";

// SBX-1: chat on the provider's wire.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

const whole = (body: Record<string, unknown>): Promise<Whole> => completeWith(sandbox, body);
const say = (text: string, more: Record<string, unknown> = {}): Promise<string> => sayTo(sandbox, text, more);

describe("the wire", () => {
  it("streams comments, role on every delta, one finish, usage with empty choices, [DONE]; the id is in the header", async () => {
    const response = await post(sandbox, "/chat/completions", ask("count to 9", { stream: true, model: "openai/gpt-4o" }));
    const stream = await readStream(response);
    expect(stream.comments).toBeGreaterThanOrEqual(1);
    expect(stream.comments).toBeLessThanOrEqual(3);
    expect(stream.text.startsWith(": OPENROUTER PROCESSING\n\n")).toBe(true);
    expect(stream.frames[0]!.json?.id).toBe(response.headers.get("x-generation-id"));
    expect(stream.frames[0]!.json?.id).toMatch(/^gen-\d+-[A-Za-z0-9]{20}$/);
    for (const frame of stream.frames.slice(0, -1)) expect(frame.json?.choices?.[0]?.delta).toMatchObject({ role: "assistant" });
    expect(stream.frames.at(-1)!.json).toMatchObject({ choices: [], usage: { is_byok: false } });
    expect(stream.frames.at(-1)!.json?.usage?.cost).toBeGreaterThan(0);
    expect([contentOf(stream), finishOf(stream), stream.done]).toEqual(["1 2 3 4 5 6 7 8 9", "stop", true]);
  });

  it("paces tokens when asked to", async () => {
    const paced = await quickSandbox({ tokensPerSecond: 100 });
    const start = performance.now();
    await readStream(await post(paced, "/chat/completions", ask("count to 12", { stream: true })));
    expect(performance.now() - start).toBeGreaterThan(100);
    await paced.close();
  });

  it("honours max_tokens and stop", async () => {
    const { choices, usage } = await whole(ask("count to 100", { max_tokens: 4 }));
    expect([choices[0]!.message.content, choices[0]!.finish_reason, usage.completion_tokens]).toEqual(["1 2 3 4", "length", 4]);
    expect(await say("count to 100", { stop: [" 7"] })).toBe("1 2 3 4 5 6");
  });

  it("reasons where asked and able, in the family's format", async () => {
    const formats: unknown[] = [];
    for (const model of ["anthropic/claude-sonnet-4.6", "openai/gpt-5.2", "google/gemini-3.7-flash", "openai/gpt-4o"]) {
      const { choices } = await whole(ask("hello", { model, reasoning: { effort: "low" } }));
      const details = (choices[0]!.message as { reasoning_details?: { type: string; format: string }[] }).reasoning_details ?? [];
      formats.push(details.map((detail) => `${detail.type} ${detail.format}`));
    }
    expect(formats).toEqual([
      ["reasoning.text anthropic-claude-v1"],
      ["reasoning.summary openai-responses-v1", "reasoning.encrypted openai-responses-v1"],
      ["reasoning.text google-gemini-v1"],
      [],
    ]);
  });

  it("keeps reasoning to itself when excluded, and refuses to stop where it must think", async () => {
    const hidden = await whole(ask("hello", { model: "anthropic/claude-sonnet-4.6", reasoning: { effort: "low", exclude: true } }));
    expect(JSON.stringify(hidden)).not.toContain("reasoning_details");
    const refused = await post(sandbox, "/chat/completions", ask("hello", { model: "openai/gpt-5", reasoning: { effort: "none" } }));
    expect(await refused.text()).toContain("Reasoning is mandatory");
  });

  it("names the concrete model behind aliases and routers", async () => {
    const models = [];
    for (const model of ["~anthropic/claude-sonnet-latest", "openrouter/auto", "openai/gpt-4o:nitro", "@preset/mine", "minimax/minimax-01"])
      models.push((await whole(ask("hi", { model }))).model);
    expect(models).toEqual(["anthropic/claude-sonnet-5", "sandbox/guide", "openai/gpt-4o:nitro", "sandbox/guide", "minimax/minimax-01"]);
  });

  it("falls through `models` to one that exists, and refuses an unknown id with the availability object", async () => {
    expect((await whole(ask("hi", { model: "no/such", models: ["sandbox/echo"] }))).model).toBe("sandbox/echo");
    const response = await post(sandbox, "/chat/completions", ask("hi", { model: "no/such" }));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { availability: { code: "model_not_found", requested_models: ["no/such"] } } });
  });

  it("refuses what a model cannot do, in the router's words", async () => {
    const tools = [{ type: "function", function: { name: "x", parameters: {} } }];
    const cases: [Record<string, unknown>, number, string][] = [
      [ask("hi", { model: "sandbox/no-tools", tools }), 404, "No endpoints found that support tool use"],
      [ask("hi", { model: "black-forest-labs/flux.2-pro", modalities: ["image", "text"] }), 404, "output modalities"],
      [ask("hi", { model: "hexgrad/kokoro-82m" }), 400, "/api/v1/audio/speech"],
      [ask("hi", { model: "google/veo-3.1-fast" }), 400, "/api/v1/videos"],
      [ask("word ".repeat(700), { model: "sandbox/tiny" }), 400, "maximum context length is 512 tokens"],
      [ask("hi", { model: "openai/gpt-audio", modalities: ["text", "audio"] }), 400, "requires stream: true"],
    ];
    for (const [body, status, text] of cases) {
      const response = await post(sandbox, "/chat/completions", body);
      expect([response.status, (await response.text()).includes(text)], text).toEqual([status, true]);
    }
  });
});

describe("pictures and sound in chat", () => {
  it("gives a picture as a data URL, streamed as one delta", async () => {
    const body = ask("a lake", {
      model: "google/gemini-3.1-flash-image-preview",
      modalities: ["image", "text"],
      image_config: { aspect_ratio: "16:9" },
    });
    const image = ((await whole(body)).choices[0]!.message as unknown as { images: { image_url: { url: string } }[] }).images[0]!;
    expect(image.image_url.url).toMatch(/^data:image\/png;base64,iVBOR/);
    const stream = await readStream(await post(sandbox, "/chat/completions", { ...body, stream: true }));
    expect(stream.frames.filter((frame) => frame.json?.choices?.[0]?.delta?.images !== undefined)).toHaveLength(1);
  });

  it("streams sound in pieces that decode only when joined", async () => {
    const body = ask("a song", {
      model: "google/lyria-3-clip-preview",
      modalities: ["text", "audio"],
      audio: { format: "mp3", voice: "x" },
      stream: true,
    });
    const stream = await readStream(await post(sandbox, "/chat/completions", body));
    const pieces = stream.frames.flatMap((frame) => frame.json?.choices?.[0]?.delta?.audio?.data ?? []);
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces[0]!.length % 4).not.toBe(0);
    expect(Buffer.from(pieces.join(""), "base64").readUInt16BE(0) & 0xffe0).toBe(0xffe0);
  });
});
