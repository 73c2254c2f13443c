import OpenAI, { APIError, toFile } from "openai";
import { describe, expect, it } from "vitest";
import { readEvents, startServer, type TestServer, type TestServerOptions } from "../../__fixtures__/start-server.js";
import { bearer, makeKey, TOKEN, until } from "../../__fixtures__/video-server.js";

// OpenRouter's own /images streams; chat completions answer in one piece.
const PAINTS_IN_STEPS: TestServerOptions = {
  verified: true,
  config: {
    agents: {
      defaults: {
        imageGenerationModel: { primary: "openrouter/sandbox/painter", timeoutMs: 1_000 },
        models: { "openrouter/sandbox/painter": { params: { imageApi: "images" } } },
        failover: { retries: 0 },
      },
    },
  },
};
const start = (options: TestServerOptions = {}): Promise<TestServer> => startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN }, ...options });
const clientOf = ({ url }: TestServer, key = TOKEN): OpenAI => new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const PAINTER = "sandbox/painter";
const PICTURE = "google/gemini-3.1-flash-image";

async function all<Event>(stream: AsyncIterable<Event>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

const signature = (base64: string): string => Buffer.from(base64, "base64").subarray(1, 4).toString();

// SRV-1, SRV-7
describe("pictures that stream", () => {
  it("come in OpenAI's events: previews where they are asked for, and the whole picture with its usage", async () => {
    const server = await start(PAINTS_IN_STEPS);
    const ask = async (partial_images?: number) =>
      all(
        await clientOf(server).images.generate({
          model: PAINTER,
          prompt: "a lighthouse",
          stream: true,
          size: "1024x1024",
          ...(partial_images === undefined ? {} : { partial_images }),
        }),
      );
    const [preview, whole, ...more] = await ask(2);
    expect(more).toEqual([]);
    expect([preview?.type, whole?.type]).toEqual(["image_generation.partial_image", "image_generation.completed"]);
    expect([preview, whole].map((event) => signature(event?.b64_json ?? ""))).toEqual(["PNG", "PNG"]);
    expect(preview).toMatchObject({ partial_image_index: 0, output_format: "png", size: "1024x1024", quality: "auto" });
    expect(whole).toMatchObject({ output_format: "png", usage: { output_tokens: 1290 } });
    expect((await ask()).map(({ type }) => type)).toEqual(["image_generation.completed"]);
    expect((await ask(0)).map(({ type }) => type)).toEqual(["image_generation.completed"]);
  });

  it("are edits too, and say so", async () => {
    const server = await start(PAINTS_IN_STEPS);
    const { data } = await clientOf(server).images.generate({ model: PAINTER, prompt: "a lighthouse" });
    const image = await toFile(Buffer.from(data?.[0]?.b64_json ?? "", "base64"), "a.png", { type: "image/png" });
    const events = await all(
      await clientOf(server).images.edit({ model: PAINTER, prompt: "at night", image, stream: true, partial_images: 1 }),
    );
    expect(events.map(({ type }) => type)).toEqual(["image_edit.partial_image", "image_edit.completed"]);
    // A form says it in words.
    const whole = await clientOf(server).images.edit({ model: PAINTER, prompt: "at night", image, stream: false });
    expect(whole.data).toHaveLength(1);
  });

  it("come one by one from a model that answers in one piece, and are billed to the cent (SRV-4)", async () => {
    const server = await start();
    const key = await makeKey(server, { budgetUsd: 50 });
    const stream = await clientOf(server, key.key).images.generate({ model: PICTURE, prompt: "a lighthouse", n: 3, stream: true });
    const events = await all(stream);
    expect(events.map(({ type }) => type)).toEqual(Array.from({ length: 3 }, () => "image_generation.completed"));
    const told = events.reduce((sum, event) => sum + ((event as { usage?: { cost?: number } }).usage?.cost ?? 0), 0);
    expect(told).toBeGreaterThan(0);
    expect(told).toBeCloseTo(server.sandbox.spentUsd, 9);
    const spent = await until(async () => {
      const now = (await (await server.get(`/admin/keys/${key.id}`, { headers: bearer(TOKEN) })).json()) as {
        readonly spentUsd: number;
        readonly reservedUsd: number;
      };
      return now.reservedUsd === 0 && now.spentUsd;
    });
    expect(spent).toBeCloseTo(told, 9);
  });

  it("show signs of life while they are painted, and end in an error event when that fails then", async () => {
    const server = await start({ ...PAINTS_IN_STEPS, limits: { heartbeatMs: 20 } });
    const body = { model: PICTURE, prompt: "a lighthouse", stream: true };
    server.sandbox.setFault({ name: "slow-headers", param: 300, times: 1, path: "/chat/completions" });
    const slow = await (await server.post("/v1/images/generations", body, { headers: bearer(TOKEN) })).text();
    expect(slow).toMatch(/^(?:: keep-alive\n\n)+event: image_generation\.completed\ndata: /);
    server.sandbox.setFault({ name: "stall", param: 2, path: "/images" });
    const asked = clientOf(server).images.generate({ model: PAINTER, prompt: "a lighthouse", stream: true, partial_images: 1 });
    const seen: string[] = [];
    const read = async (): Promise<void> => {
      for await (const { type } of await asked) seen.push(type);
    };
    await expect(read()).rejects.toBeInstanceOf(APIError);
    expect(seen).toEqual(["image_generation.partial_image"]);
  });

  it("are refused with a status of their own before the first byte, and by number", async () => {
    const server = await start({ config: { agents: { defaults: { failover: { retries: 0 } } } } });
    server.sandbox.setFault({ name: "status-429", param: 7, path: "/chat/completions" });
    const ask = (more: object) =>
      server.post("/v1/images/generations", { model: PICTURE, prompt: "a", stream: true, ...more }, { headers: bearer(TOKEN) });
    const refused = await ask({});
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(await refused.json()).toMatchObject({ error: { type: "rate_limit_error" } });
    expect((await ask({ partial_images: 4 })).status).toBe(400);
    expect((await ask({ stream: "perhaps" })).status).toBe(400);
  });

  it("replay as they were for the same Idempotency-Key (SRV-6)", async () => {
    const server = await start(PAINTS_IN_STEPS);
    const ask = async () =>
      server.post(
        "/v1/images/generations",
        { model: PAINTER, prompt: "a", stream: true },
        { headers: { ...bearer(TOKEN), "idempotency-key": "one" } },
      );
    const first = await readEvents(await ask());
    const again = await ask();
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await readEvents(again)).toEqual(first);
    expect(server.sandbox.requests.filter(({ path }) => path.endsWith("/images"))).toHaveLength(1);
  });
});
