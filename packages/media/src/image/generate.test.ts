import { attemptsOf, type ModelTarget } from "@openclaw/core";
import { expectNoSecrets, type FakeReply, type FakeRoutes } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import {
  CHAT,
  chatReply,
  dataUrl,
  errorReply,
  faked,
  FLUX,
  GEMINI,
  GIF,
  IMAGES,
  imagesReply,
  PNG,
  PNG_URL,
  secrets,
  UNLISTED,
} from "../__fixtures__/targets.js";
import { quickClock } from "../__fixtures__/quick-clock.js";
import { encodeBase64 } from "../base64.js";
import type { MediaOptions } from "../options.js";
import { generateImages } from "./generate.js";
import type { ImageRequest } from "./image-request.js";

const images: ModelTarget = { ...UNLISTED, params: { imageApi: "images" } };

function ask(routes: FakeRoutes, request: Partial<ImageRequest> = {}, options: MediaOptions = {}) {
  const { fake, transport } = faked(routes);
  const result = generateImages(
    { target: GEMINI, prompt: "a fox", ...request },
    { transport, clock: quickClock(), random: () => 0, ...options },
  );
  return {
    fake,
    result,
    failure: () =>
      result.then(
        () => undefined,
        (error: unknown) => error,
      ),
  };
}

describe("generateImages", () => {
  // IMG-1
  it("brings the pictures of a chat answer, typed by their bytes, with cost and everything that happened", async () => {
    const { result, fake } = ask({ [CHAT]: chatReply(PNG_URL, dataUrl("image/png", GIF)) }, { count: 2 });
    expect(await result).toMatchObject({
      images: [
        { mediaType: "image/png", extension: "png", bytes: PNG },
        { mediaType: "image/gif", extension: "gif" },
      ],
      route: "chat",
      model: "openrouter/google/gemini-3.1-flash-image-preview",
      usage: { costUsd: 0.04, promptTokens: 5, completionTokens: 1290 },
      warnings: [],
      attempts: [{ outcome: "succeeded" }],
    });
    expect(fake.last().headers["content-type"]).toBe("application/json");
    expect(fake.last().headers["authorization"]).toBe(`Bearer ${secrets.apiKey}`);
  });

  // IMG-2
  it("asks /images once for each picture and adds what they cost", async () => {
    const { result, fake } = ask(
      { [IMAGES]: imagesReply({ b64_json: encodeBase64(PNG), media_type: "image/webp", revised_prompt: "a red fox" }) },
      { target: images, count: 3 },
    );
    const { images: made, usage } = await result;
    expect(fake.calls.map(({ body }) => (body as { n: number }).n)).toEqual([1, 1, 1]);
    expect(made).toHaveLength(3);
    expect(made[0]).toMatchObject({ mediaType: "image/png", revisedPrompt: "a red fox" });
    expect(usage.costUsd).toBeCloseTo(0.06);
  });

  it("delivers the pictures that are paid for when others fail, and says what is missing", async () => {
    const { result } = ask(
      {
        [IMAGES]: [imagesReply({ b64_json: encodeBase64(PNG) }), errorReply(502, "no image"), imagesReply({ b64_json: encodeBase64(GIF) })],
      },
      { target: images, count: 3 },
    );
    const { images: made, warnings } = await result;
    expect(made.map(({ mediaType }) => mediaType)).toEqual(["image/png", "image/gif"]);
    expect(warnings).toEqual([{ code: "fewer_images", message: expect.stringMatching(/^2 of 3 images were made\..*no image/) }]);
  });

  // IMG-1
  it("asks a chat model that painted fewer pictures than asked for each missing one, and adds what they cost", async () => {
    const { result, fake } = ask({ [CHAT]: chatReply(PNG_URL) }, { count: 3 });
    const { images: made, usage, warnings, attempts } = await result;
    expect(fake.calls.map(({ body }) => (body as { n: number }).n)).toEqual([3, 1, 1]);
    expect(new Set(fake.calls.map(({ body }) => (body as { model: string }).model))).toEqual(new Set([GEMINI.model.wireId]));
    expect(made).toHaveLength(3);
    expect(usage.costUsd).toBeCloseTo(0.12);
    expect(warnings).toEqual([]);
    expect(attempts).toHaveLength(1);
  });

  // NET-3
  it.each([
    ["refused", errorReply(402, "no credit"), /^2 of 3 images were made\..*no credit/],
    [
      "of unknown outcome",
      { type: "network-error", error: Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNRESET" } }) } as const,
      /^2 of 3 images were made\..*not known/,
    ],
  ])("delivers what is paid for when a missing picture's request is %s, and does not ask again", async (_what, reply, message) => {
    const { result, fake } = ask({ [CHAT]: [chatReply(PNG_URL), reply, chatReply(PNG_URL)] }, { count: 3, target: [GEMINI, FLUX] });
    const { images: made, warnings, model } = await result;
    expect(made).toHaveLength(2);
    expect(model).toBe(GEMINI.model.ref);
    expect(warnings).toEqual([{ code: "fewer_images", message: expect.stringMatching(message) }]);
    expect(fake.calls).toHaveLength(3);
  });

  it("asks for no missing picture when the first request failed", async () => {
    const { failure, fake } = ask({ [CHAT]: { type: "empty", status: 502 } }, { count: 3 });
    expect(await failure()).toMatchObject({ code: "job_outcome_unknown" });
    expect(fake.calls).toHaveLength(1);
  });

  it("fetches a picture that lies elsewhere, without the key, and never from a private address", async () => {
    const elsewhere = {
      [CHAT]: chatReply("https://cdn.example.com/a.png"),
      "https://cdn.example.com/a.png": { type: "binary", body: PNG },
    } as const;
    const { result, fake } = ask(elsewhere);
    expect((await result).images[0]?.bytes).toEqual(PNG);
    expectNoSecrets(fake.last().headers, secrets);
    const inside = ask({ [CHAT]: chatReply("http://169.254.169.254/a.png") });
    expect(await inside.failure()).toMatchObject({ code: "output_invalid", message: expect.stringContaining("169.254.169.254") });
    expect(inside.fake.calls).toHaveLength(1);
  });

  // IMG-3
  it("fetches references itself, without the key, and sends them as data URLs", async () => {
    const { result, fake } = ask(
      {
        "https://example.com/cat.png": { type: "binary", body: GIF, headers: { "content-type": "image/png" } },
        [CHAT]: chatReply(PNG_URL),
      },
      { references: [{ url: "https://example.com/cat.png" }] },
    );
    await result;
    expectNoSecrets(fake.calls[0]?.headers, secrets);
    expect(JSON.stringify(fake.last().body)).toContain(dataUrl("image/gif", GIF));
  });

  it.each([
    ["a private address", "http://127.0.0.1:9/cat.png", "url_refused"],
    ["another scheme", "ftp://example.com/cat.png", "input_invalid"],
    ["a page", "https://example.com/page", "response_malformed"],
    ["JSON that calls itself an image", "https://example.com/json", "input_invalid"],
  ])("buys nothing for a reference that is %s", async (_what, url, code) => {
    const pages = {
      "https://example.com/page": { type: "text", body: "<html>", headers: { "content-type": "text/html" } },
      "https://example.com/json": { type: "text", body: "{}", headers: { "content-type": "image/png" } },
    } as const;
    const { fake, failure } = ask(pages, { references: [{ url }] });
    expect(await failure()).toMatchObject({ code });
    expect(fake.calls.filter(({ method }) => method === "POST")).toEqual([]);
  });

  it("sends nothing for nonsense", async () => {
    const { fake, failure } = ask({}, { count: 9, references: [{ url: "https://example.com/cat.png" }] });
    expect(await failure()).toMatchObject({ code: "input_invalid" });
    expect(fake.calls).toEqual([]);
  });

  it("is bounded", async () => {
    const huge = { type: "binary", body: new Uint8Array(16), headers: { "content-length": "3000000000" } } as const;
    const { failure } = ask({ [CHAT]: chatReply("https://cdn.example.com/a.png"), "https://cdn.example.com/a.png": huge });
    expect(await failure()).toMatchObject({ code: "output_invalid", message: expect.stringContaining("3000000000 bytes") });
  });
});

// NET-3: paid work is never bought twice by itself
describe("a failed picture request", () => {
  const both = { target: [GEMINI, FLUX] };
  const second = (body: unknown) => (body as { model: string }).model === FLUX.model.wireId;

  it.each([
    ["429", errorReply(429, "Rate limit exceeded: free-models-per-day.")],
    ["a page of the edge that refuses", { type: "text", status: 404, body: "<html>gone</html>" } as const],
    ["404", errorReply(404, "No endpoints found")],
    [
      "a refusing upstream",
      { type: "json", status: 400, body: { error: { code: 400, message: "no", metadata: { provider_name: "X" } } } } as const,
    ],
    ["502 that says so", errorReply(502, "no image")],
    ["an error in a 200", { type: "json", body: { error: { code: 503, message: "overloaded" } } } as const],
    [
      "an unreachable host",
      { type: "network-error", error: Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } }) } as const,
    ],
    [
      "an answer without a picture that cost nothing",
      { type: "json", body: { choices: [{ message: { content: "no" } }], usage: { cost: 0 } } } as const,
    ],
  ])("moves on after %s, which certainly cost nothing", async (_what, reply) => {
    const { fake, result } = ask({ [CHAT]: (call) => (second(call.body) ? chatReply(PNG_URL) : reply) }, both, {
      failover: { retries: 0 },
    });
    const { model, attempts } = await result;
    expect(model).toBe(FLUX.model.ref);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(["failed", "succeeded"]);
    expect(fake.calls).toHaveLength(2);
  });

  it.each([
    [
      "a broken connection",
      { type: "network-error", error: Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNRESET" } }) } as const,
    ],
    [
      "a gateway's page",
      {
        type: "text",
        status: 524,
        body: "<html><title>A timeout occurred</title></html>",
        headers: { "content-type": "text/html" },
      } as const,
    ],
    ["502 without a word", { type: "empty", status: 502 } as const],
    ["an empty answer", { type: "text", body: "" } as const],
    [
      "an answer cut short",
      { type: "stream", chunks: ['{"choices":['], end: "error", headers: { "content-type": "application/json" } } as const,
    ],
    ["half an answer", { type: "text", body: '{"choices":[' } as const],
  ])("stops after %s, because it may have been accepted", async (_what, reply) => {
    const { fake, failure } = ask({ [CHAT]: reply }, both);
    const error = await failure();
    expect(error).toMatchObject({ code: "job_outcome_unknown", hint: expect.stringContaining("openrouter.ai/activity") });
    expect((error as Error).message).toMatch(/2026-11-22T00:00:00.*not asked for again/s);
    expect(fake.calls).toHaveLength(1);
    expect(attemptsOf(error)).toHaveLength(1);
  });

  it("stops after its time is up", async () => {
    const { fake, failure } = ask({ [CHAT]: { type: "hang" } }, { ...both, timeoutMs: 50_000 });
    expect(await failure()).toMatchObject({ code: "job_outcome_unknown", cause: { code: "timeout_total", limitMs: 50_000 } });
    expect(fake.calls).toHaveLength(1);
  });

  it("stops after an answer without a picture that was billed, with what the model wrote", async () => {
    const body = { choices: [{ message: { content: "I cannot draw that." } }], usage: { cost: 0.01, completion_tokens: 9 } };
    const { fake, failure } = ask({ [CHAT]: { type: "json", body } }, both);
    const error = await failure();
    expect(error).toMatchObject({
      code: "output_invalid",
      message: expect.stringMatching(/response missing image data.*I cannot draw that/),
      hint: expect.stringContaining("$0.01"),
    });
    expect(attemptsOf(error)).toMatchObject([{ outcome: "failed", costUsd: 0.01 }]);
    expect(fake.calls).toHaveLength(1);
  });

  it("adds what an answer without a picture was billed to the cost of the pictures beside it", async () => {
    const empty: FakeReply = {
      type: "json",
      body: { choices: [{ message: { content: "No." } }], usage: { cost: 0.01, completion_tokens: 9 } },
    };
    const { result } = ask({ [CHAT]: [chatReply(PNG_URL), empty] }, { count: 2 });
    const { images, usage } = await result;
    expect(images).toHaveLength(1);
    expect(usage.costUsd).toBeCloseTo(0.05);
  });

  it("names the generation whose stream broke off, so that its bill can be asked for", async () => {
    const broken: FakeReply = {
      type: "stream",
      headers: { "x-generation-id": "gen-7", "content-type": "text/event-stream" },
      chunks: ['data: {"type":"image_generation.part'],
      end: "error",
    };
    const { failure } = ask({ [CHAT]: broken });
    const error = await failure();
    expect(error).toMatchObject({ code: "job_outcome_unknown" });
    expect(attemptsOf(error)).toMatchObject([{ generationId: "gen-7" }]);
  });

  it("says of an answer without a picture that cost nothing that it was not billed", async () => {
    const body = { choices: [{ message: { content: "No." } }], usage: { cost: 0 } };
    const { failure } = ask({ [CHAT]: { type: "json", body } });
    expect(await failure()).toMatchObject({ code: "response_empty", hint: expect.stringContaining("not billed") });
  });

  it("asks the same model again after a wait when the provider says it is busy", async () => {
    const { fake, result } = ask({ [CHAT]: [errorReply(503, "overloaded"), chatReply(PNG_URL)] });
    expect((await result).attempts.map(({ outcome }) => outcome)).toEqual(["failed", "succeeded"]);
    expect(fake.calls).toHaveLength(2);
  });

  // FAIL-1
  it("names every candidate when all have failed, and one alone by its own error", async () => {
    const { failure } = ask({ [CHAT]: errorReply(404, "No endpoints found") }, both);
    expect(await failure()).toMatchObject({
      code: "candidates_exhausted",
      message: expect.stringMatching(/^All image generation models failed \(2\): .*gemini.* \| .*flux/),
    });
    expect(await ask({ [CHAT]: errorReply(404, "No endpoints found") }).failure()).toMatchObject({ code: "not_found", status: 404 });
  });

  // IMG-1: call over configured over default
  it.each([
    [{ timeoutMs: 1_234 }, { timeoutMs: 9_999 }, 1_234],
    [{}, { timeoutMs: 9_999 }, 9_999],
    [{}, {}, 180_000],
  ])("takes the time limit of the call %j, then the configured one %j", async (call, configured, limit) => {
    const error = await ask({ [CHAT]: { type: "hang" } }, call, { ...configured, clock: quickClock(1e9) }).failure();
    expect(error).toMatchObject({ cause: { code: "timeout_total", limitMs: limit } });
  });

  it("does not wait for another try beyond its time", async () => {
    const { fake, failure } = ask({ [CHAT]: errorReply(429, "slow down", 20) }, { timeoutMs: 30_000 });
    expect(await failure()).toMatchObject({ status: 429 });
    expect(fake.calls).toHaveLength(2);
  });

  it("gives a second try what is left of its time", async () => {
    const { failure } = ask({ [CHAT]: [errorReply(429, "slow down", 20), { type: "hang" }] }, { timeoutMs: 30_000 });
    expect(await failure()).toMatchObject({ cause: { code: "timeout_total", limitMs: 10_000 } });
  });

  // NET-4, KEY-6
  it("ends the request at once when the caller aborts, as an abort", async () => {
    const controller = new AbortController();
    const { fake, failure } = ask({ [CHAT]: () => (controller.abort(), { type: "hang" }) }, both, { signal: controller.signal });
    const error = await failure();
    expect(error).toMatchObject({ name: "AbortError" });
    expect(fake.calls).toHaveLength(1);
    expectNoSecrets(error, secrets);
  });
});
