import { OpenRouter } from "@openrouter/sdk";
import OpenAI, { APIError, toFile } from "openai";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import {
  bearer,
  endedVideo,
  makeKey,
  startReceiver,
  startVideoServer,
  TOKEN,
  until,
  VIDEO_MODEL,
  type VideoWire,
} from "../../__fixtures__/video-server.js";

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const asked = (server: { readonly sandbox: { readonly requests: readonly { method: string; path: string; body?: unknown }[] } }) =>
  server.sandbox.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/videos"));

// SRV-1, SRV-6
describe("the official clients, told nothing but the base URL", () => {
  it("openai: creates, follows, lists, downloads and deletes a video", async () => {
    const server = await startVideoServer();
    const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: TOKEN, maxRetries: 0 });
    const made = await openai.videos.create({ model: VIDEO_MODEL, prompt: "a tide pool", seconds: "4", size: "1280x720" });
    expect(made).toMatchObject({ object: "video", status: "queued", model: VIDEO_MODEL, prompt: "a tide pool", seconds: "4" });
    const done = await until(async () => {
      const video = await openai.videos.retrieve(made.id);
      return video.status === "completed" ? video : undefined;
    });
    expect(done).toMatchObject({ progress: 100, error: null });
    expect(done.expires_at).toBeGreaterThan(done.completed_at ?? Infinity);
    const bytes = Buffer.from(await (await openai.videos.downloadContent(made.id)).arrayBuffer());
    expect(bytes.subarray(4, 8).toString()).toBe("ftyp");
    const pages: string[] = [];
    for await (const { id } of openai.videos.list({ limit: 1 })) pages.push(id);
    expect(pages).toEqual([made.id]);
    expect(await openai.videos.delete(made.id)).toEqual({ id: made.id, object: "video.deleted", deleted: true });
    await expect(openai.videos.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
  });

  it("openai: a picture goes along as the first frame", async () => {
    const server = await startVideoServer();
    const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: TOKEN, maxRetries: 0 });
    const file = await toFile(PNG, "a.png", { type: "image/png" });
    const made = await openai.videos.create({ model: VIDEO_MODEL, prompt: "it moves", input_reference: file });
    expect(asked(server)[0]?.body).toMatchObject({
      frame_images: [{ frame_type: "first_frame", image_url: { url: `data:image/png;base64,${PNG.toString("base64")}` } }],
    });
    expect((await endedVideo(server, made.id, TOKEN)).status).toBe("completed");
  });

  it("openai: is told what OpenRouter has nothing for, once, and nothing is bought", async () => {
    const server = await startVideoServer();
    let posts = 0;
    const counting: typeof fetch = (url, init) => {
      if (init?.method === "POST") posts += 1;
      return fetch(url, init);
    };
    const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: TOKEN, fetch: counting });
    const id = `video_${"0".repeat(32)}`;
    const video = await toFile(PNG, "a.mp4", { type: "video/mp4" });
    const refused = { status: 400, code: "operation_unsupported", type: "invalid_request_error" };
    await expect(openai.videos.remix(id, { prompt: "at night" })).rejects.toMatchObject({
      ...refused,
      message: expect.stringMatching(/^400 No video is made from another one here, because OpenRouter has no such thing: make a new one/),
    });
    await expect(openai.videos.edit({ prompt: "at night", video })).rejects.toMatchObject(refused);
    await expect(openai.videos.extend({ prompt: "at night", seconds: "4", video })).rejects.toMatchObject(refused);
    await expect(openai.videos.createCharacter({ name: "Ann", video })).rejects.toMatchObject(refused);
    expect([posts, asked(server)]).toEqual([4, []]);
    const content = await server.post(`/v1/videos/${id}/content`, {}, { headers: bearer(TOKEN) });
    expect([content.status, content.headers.get("allow")]).toEqual([405, "GET, DELETE"]);
  });

  it("@openrouter/sdk: the same, with every address on this server", async () => {
    const server = await startVideoServer();
    const client = new OpenRouter({ apiKey: TOKEN, serverURL: `${server.url}/api/v1` });
    const made = await client.videoGeneration.generate({
      videoGenerationRequest: { model: VIDEO_MODEL, prompt: "a tide pool", duration: 4, aspectRatio: "16:9" },
    });
    expect(made).toMatchObject({ status: "pending", pollingUrl: `${server.url}/api/v1/videos/${made.id}` });
    const done = await until(async () => {
      const job = await client.videoGeneration.getGeneration({ jobId: made.id });
      return job.status === "completed" ? job : undefined;
    });
    expect(done.usage?.cost).toBeGreaterThan(0);
    expect(done.unsignedUrls).toEqual([`${server.url}/api/v1/videos/${made.id}/content?index=0`]);
    const stream = await client.videoGeneration.getVideoContent({ jobId: made.id });
    const bytes = Buffer.from(await new Response(stream).arrayBuffer());
    expect(bytes.subarray(4, 8).toString()).toBe("ftyp");
    const models = await client.videoGeneration.listVideosModels();
    expect(models.data.map(({ id }) => id)).toContain(VIDEO_MODEL);
  });

  it("says what is wrong before anything is bought", async () => {
    const server = await startVideoServer();
    const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: TOKEN, maxRetries: 0 });
    const wrong = [
      { model: VIDEO_MODEL, prompt: "" },
      { model: "no/such-model", prompt: "a" },
      { model: VIDEO_MODEL, prompt: "a", size: "big" },
      { model: VIDEO_MODEL, prompt: "a", seconds: "soon" },
    ];
    for (const body of wrong) await expect(openai.videos.create(body as never)).rejects.toBeInstanceOf(APIError);
    const strict = await server.post(
      "/v1/videos",
      { model: VIDEO_MODEL, prompt: "a", seconds: 5, strict: true },
      { headers: bearer(TOKEN) },
    );
    expect([strict.status, ((await strict.json()) as { error: { message: string } }).error.message]).toEqual([
      400,
      expect.stringContaining("4, 6, 8"),
    ]);
    expect(asked(server)).toEqual([]);
  });
});

describe("a video's content", () => {
  it("is sent whole or in the part that is asked for", async () => {
    const server = await startVideoServer();
    const headers = bearer(TOKEN);
    const early = (await (await server.post("/v1/videos", { model: VIDEO_MODEL, prompt: "a" }, { headers })).json()) as VideoWire;
    expect((await server.get(`/v1/videos/${early.id}/content`, { headers })).status).toBe(400);
    await endedVideo(server, early.id, TOKEN);
    const path = `/v1/videos/${early.id}/content`;
    const reply = await server.get(path, { headers });
    const whole = Buffer.from(await reply.arrayBuffer());
    expect([reply.headers.get("content-type"), reply.headers.get("accept-ranges"), reply.headers.get("x-content-type-options")]).toEqual([
      "video/mp4",
      "bytes",
      "nosniff",
    ]);
    const part = async (range: string, more: Record<string, string> = {}) => {
      const got = await server.get(path, { headers: { ...headers, range, ...more } });
      return { status: got.status, range: got.headers.get("content-range"), bytes: Buffer.from(await got.arrayBuffer()) };
    };
    const size = whole.length;
    expect(await part("bytes=4-7")).toEqual({ status: 206, range: `bytes 4-7/${size}`, bytes: whole.subarray(4, 8) });
    expect(await part("bytes=-5")).toEqual({ status: 206, range: `bytes ${size - 5}-${size - 1}/${size}`, bytes: whole.subarray(-5) });
    expect(await part(`bytes=${size}-`)).toMatchObject({ status: 416, range: `bytes */${size}` });
    expect((await part("bytes=4-7", { "if-range": '"another"' })).status).toBe(200);
    const etag = reply.headers.get("etag") ?? "";
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      expect([known, (await server.get(path, { headers: { ...headers, "if-none-match": known } })).status]).toEqual([known, 304]);
    }
    expect((await server.get(path, { headers: { ...headers, "if-none-match": '"other"' } })).status).toBe(200);
    const head = await server.get(path, { headers: { ...headers, range: "bytes=4-7" }, method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), head.headers.get("content-range")]).toEqual([200, String(size), null]);
    expect((await server.get(`${path}?variant=thumbnail`, { headers })).status).toBe(400);
    expect((await server.get(`/api${path}?index=1`, { headers })).status).toBe(400);
  });
});

describe("what must not be reached", () => {
  it("another tenant's job, by any path", async () => {
    const server = await startVideoServer();
    const [mine, theirs] = await Promise.all([makeKey(server), makeKey(server)]);
    const made = (await (
      await server.post("/v1/videos", { model: VIDEO_MODEL, prompt: "a" }, { headers: bearer(mine.key) })
    ).json()) as VideoWire;
    await endedVideo(server, made.id, mine.key);
    const headers = bearer(theirs.key);
    for (const path of [
      `/v1/videos/${made.id}`,
      `/v1/videos/${made.id}/content`,
      `/api/v1/videos/${made.id}`,
      `/api/v1/videos/${made.id}/content`,
    ]) {
      expect([path, (await server.get(path, { headers })).status]).toEqual([path, 404]);
    }
    expect((await server.get(`/v1/videos/${made.id}`, { headers, method: "DELETE" })).status).toBe(404);
    expect(await (await server.get("/v1/videos", { headers })).json()).toMatchObject({ data: [], has_more: false });
    // Nor is it a place to page on from.
    expect(await (await server.get(`/v1/videos?after=${made.id}`, { headers })).json()).toMatchObject({ data: [] });
    expect((await server.get(`/v1/videos/${made.id}`, { headers: bearer(TOKEN) })).status).toBe(200);
    expect((await server.get(`/v1/videos/${made.id}`)).status).toBe(401);
  });

  it("files of the machine, by ids that climb", async () => {
    const server = await startVideoServer();
    const up = [
      "..%2f..%2fopenclaw.json",
      "%2e%2e/%2e%2e/state.sqlite",
      "video_0/../../state.sqlite",
      "video_%00",
      `video_${"a".repeat(32)}%2f..`,
    ];
    for (const id of up) {
      for (const base of ["/v1/videos", "/api/v1/videos"]) {
        for (const tail of ["", "/content"]) {
          // Written by hand: fetch would tidy the path.
          const { request } = await import("node:http");
          const status = await new Promise((resolve, reject) => {
            const { port } = new URL(server.url);
            request({ port, host: "127.0.0.1", path: `${base}/${id}${tail}`, headers: bearer(TOKEN) }, (reply) => {
              reply.resume();
              resolve(reply.statusCode);
            })
              .on("error", reject)
              .end();
          });
          expect([id, status]).toEqual([id, 404]);
        }
      }
    }
  });

  it("this machine and its network, by the URLs of a request", async () => {
    const server = await startVideoServer();
    const headers = bearer(TOKEN);
    const port = new URL(server.url).port;
    const hosts = [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      "2130706433",
      "0x7f.1",
      "0177.0.0.1",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "[fd00::1]",
      "169.254.169.254",
      "metadata.google.internal",
      "10.0.0.8",
      "printer",
    ];
    for (const host of hosts) {
      for (const scheme of ["http", "https"]) {
        const url = `${scheme}://${host}/x`;
        const tries = [
          server.post("/v1/videos", { model: VIDEO_MODEL, prompt: "a", input_reference: { image_url: url } }, { headers }),
          server.post("/v1/videos", { model: VIDEO_MODEL, prompt: "a", callback_url: url }, { headers }),
          server.post("/api/v1/videos", { model: VIDEO_MODEL, prompt: "a", callback_url: url }, { headers }),
          server.post("/api/v1/videos", { model: VIDEO_MODEL, prompt: "a", frame_images: [{ image_url: { url } }] }, { headers }),
          server.post(
            "/api/v1/videos",
            { model: VIDEO_MODEL, prompt: "a", input_references: [{ type: "image_url", image_url: { url } }] },
            { headers },
          ),
        ];
        expect([url, (await Promise.all(tries)).map(({ status }) => status)]).toEqual([url, [400, 400, 400, 400, 400]]);
      }
    }
    const odd = [
      "file:///etc/passwd",
      "ftp://example.com/a.png",
      "https://user:pass@example.com/a.png",
      "//example.com/a.png",
      "gopher://a.b/c",
    ];
    for (const url of odd) {
      const reply = await server.post("/v1/videos", { model: VIDEO_MODEL, prompt: "a", input_reference: { image_url: url } }, { headers });
      expect([url, reply.status]).toEqual([url, 400]);
    }
    // OpenAI's client sends a form, in which the URL stands under another name.
    const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: TOKEN, maxRetries: 0 });
    const body = { model: VIDEO_MODEL, prompt: "a", input_reference: { image_url: "http://127.0.0.1/a.png" } };
    await expect(openai.videos.create(body)).rejects.toMatchObject({ status: 400, code: "url_refused" });
    expect(asked(server)).toEqual([]);
  });
});

describe("the money and the word of a job", () => {
  it("is held, billed to the key, and told by a signed webhook, once (SRV-4, SRV-5)", async () => {
    const receiver = await startReceiver();
    const server = await startVideoServer({ env: { OPENCLAW_SERVER_WEBHOOK_URL: receiver.url } });
    const poor = await makeKey(server, { budgetUsd: 0.01 });
    const body = { model: VIDEO_MODEL, prompt: "a", seconds: 4, user: "u-7" };
    const refused = await server.post("/v1/videos", body, { headers: bearer(poor.key) });
    expect([refused.status, asked(server).length]).toEqual([402, 0]);
    const key = await makeKey(server, { budgetUsd: 20 });
    const made = (await (await server.post("/v1/videos", body, { headers: bearer(key.key) })).json()) as VideoWire;
    const done = await endedVideo(server, made.id, key.key);
    const spent = (await (await server.get(`/admin/keys/${key.id}`, { headers: bearer(TOKEN) })).json()) as Record<string, number>;
    expect([spent["spentUsd"], spent["reservedUsd"]]).toEqual([done["cost_usd"], 0]);
    expect(done["cost_usd"]).toBeCloseTo(server.sandbox.spentUsd, 9);
    const hook = await until(() => receiver.received[0]);
    const told = new Webhook(key.webhookSecret).verify(hook.body, hook.headers as Record<string, string>);
    expect(told).toMatchObject({ type: "video.completed", data: { id: made.id, status: "completed", model: VIDEO_MODEL } });
    // Another tenant's secret opens nothing.
    expect(() => new Webhook(poor.webhookSecret).verify(hook.body, hook.headers as Record<string, string>)).toThrow("signature");
    expect(receiver.received).toHaveLength(1);
  });

  it("goes to the next model when the first has certainly taken nothing, and to nobody when it may have", async () => {
    const other = "alibaba/wan-2.6";
    const chain = { primary: VIDEO_MODEL, fallbacks: [other] };
    const server = await startVideoServer({ config: { agents: { defaults: { videoGenerationModel: chain, failover: { retries: 0 } } } } });
    server.sandbox.setFault({ name: "status-503", path: "/videos", model: VIDEO_MODEL, method: "POST" });
    const made = (await (
      await server.post("/v1/videos", { model: "openclaw", prompt: "a" }, { headers: bearer(TOKEN) })
    ).json()) as VideoWire;
    expect((await endedVideo(server, made.id, TOKEN))["model"]).toBe(other);
    server.sandbox.clearFaults();
    server.sandbox.setFault({ name: "refuse-connection", path: "/videos", method: "POST" });
    const before = asked(server).length;
    const lost = await server.post("/v1/videos", { model: "openclaw", prompt: "b" }, { headers: bearer(TOKEN) });
    expect([lost.status, await lost.json(), asked(server).length]).toMatchObject([
      502,
      { error: { code: "job_outcome_unknown" } },
      before + 1,
    ]);
  });

  it("takes a request's own chain, and buys one job of it (FAIL-1, NET-3)", async () => {
    const other = "alibaba/wan-2.6";
    const server = await startVideoServer();
    const key = await makeKey(server, { budgetUsd: 20 });
    for (const [path, fault] of [
      ["/v1/videos", { name: "status-429", param: 60 }],
      ["/api/v1/videos", { name: "status-503" }],
    ] as const) {
      server.sandbox.clearFaults();
      server.sandbox.setFault({ ...fault, path: "/videos", model: VIDEO_MODEL, method: "POST" });
      const accepted = asked(server).length;
      const made = (await (
        await server.post(path, { models: [VIDEO_MODEL, other], prompt: path }, { headers: bearer(key.key) })
      ).json()) as VideoWire;
      expect((await endedVideo(server, made.id, key.key))["model"]).toBe(other);
      const models = asked(server)
        .slice(accepted)
        .map(({ body }) => (body as { readonly model: string }).model);
      expect([new Set(models.slice(0, -1)), models.at(-1)]).toEqual([new Set([VIDEO_MODEL]), other]);
    }
    const state = (await (await server.get(`/admin/keys/${key.id}`, { headers: bearer(TOKEN) })).json()) as Record<string, number>;
    expect(state["reservedUsd"]).toBe(0);
    expect(state["spentUsd"]).toBeCloseTo(server.sandbox.spentUsd, 9);
  });

  it("asks a model that was named alone and nobody else, waits no longer for it than a client does, and gives the money back (FAIL-1, FAIL-4)", async () => {
    const chain = { primary: VIDEO_MODEL, fallbacks: ["alibaba/wan-2.6"] };
    const server = await startVideoServer({ config: { agents: { defaults: { videoGenerationModel: chain, failover: { retries: 1 } } } } });
    const key = await makeKey(server, { budgetUsd: 20 });
    server.sandbox.setFault({ name: "status-429", param: 30, path: "/videos", method: "POST" });
    const refused = await server.post("/v1/videos", { model: VIDEO_MODEL, prompt: "a" }, { headers: bearer(key.key) });
    expect([refused.status, refused.headers.get("retry-after"), asked(server).length]).toEqual([429, "30", 1]);
    const state = (await (await server.get(`/admin/keys/${key.id}`, { headers: bearer(TOKEN) })).json()) as Record<string, number>;
    expect([state["spentUsd"], state["reservedUsd"]]).toEqual([0, 0]);
  });

  it("is told in OpenRouter's words to who asked in them, with this server's addresses", async () => {
    const receiver = await startReceiver();
    const server = await startVideoServer({
      env: { OPENCLAW_SERVER_WEBHOOK_URL: receiver.url, OPENCLAW_SERVER_PUBLIC_URL: "https://gateway.example.com/" },
    });
    const made = (await (
      await server.post("/api/v1/videos", { model: VIDEO_MODEL, prompt: "a" }, { headers: bearer(TOKEN) })
    ).json()) as VideoWire;
    expect(made["polling_url"]).toBe(`https://gateway.example.com/api/v1/videos/${made.id}`);
    const hook = await until(() => receiver.received[0]);
    expect(JSON.parse(hook.body)).toMatchObject({
      type: "video.generation.completed",
      data: { id: made.id, status: "completed", unsigned_urls: [`https://gateway.example.com/api/v1/videos/${made.id}/content?index=0`] },
    });
  });

  it("fails with the provider's reason, and gives the money back", async () => {
    const server = await startVideoServer();
    server.sandbox.setFault({ name: "job-failed", path: "/videos" });
    const key = await makeKey(server, { budgetUsd: 20 });
    const made = (await (
      await server.post("/v1/videos", { model: VIDEO_MODEL, prompt: "a" }, { headers: bearer(key.key) })
    ).json()) as VideoWire;
    const done = await endedVideo(server, made.id, key.key);
    expect(done).toMatchObject({ status: "failed", error: { code: "job_failed" } });
    const spent = (await (await server.get(`/admin/keys/${key.id}`, { headers: bearer(TOKEN) })).json()) as Record<string, number>;
    expect([spent["spentUsd"], spent["reservedUsd"]]).toEqual([0, 0]);
    expect((await server.get(`/v1/videos/${made.id}/content`, { headers: bearer(key.key) })).status).toBe(400);
  });
});
