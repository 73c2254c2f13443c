import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../index.js";
import { get, post, quickSandbox } from "../testing/quick-sandbox.js";

// SBX-1: video jobs.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

describe("videos", () => {
  it("serve ranges, and only to a bearer", async () => {
    const job = (await (await post(sandbox, "/videos", { model: "sandbox/clip", prompt: "a lake", duration: 1 })).json()) as { id: string };
    let status = "";
    while (status !== "completed") ({ status } = (await (await get(sandbox, `/videos/${job.id}`)).json()) as { status: string });
    const path = `/videos/${job.id}/content`;
    const file = Buffer.from(await (await get(sandbox, path)).arrayBuffer());
    const part = await get(sandbox, path, { range: "bytes=4-7" });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([206, `bytes 4-7/${file.length}`, "ftyp"]);
    expect(Buffer.from(await (await get(sandbox, path, { range: "bytes=-10" })).arrayBuffer())).toEqual(file.subarray(-10));
    expect((await get(sandbox, path, { range: `bytes=${file.length}-` })).status).toBe(416);
    expect((await fetch(sandbox.baseUrl + path)).status).toBe(401);
  });

  it("wait for the clock when told to", async () => {
    let nowMs = 1_800_000_000_000;
    const slow = await quickSandbox({ jobDurationMs: 1000, jobPolls: 0, now: () => nowMs });
    const job = (await (await post(slow, "/videos", { model: "sandbox/clip", prompt: "a lake", duration: 1 })).json()) as { id: string };
    const poll = async (): Promise<string> => ((await (await get(slow, `/videos/${job.id}`)).json()) as { status: string }).status;
    expect([await poll(), await poll()]).toEqual(["pending", "in_progress"]);
    nowMs += 1001;
    let status = "";
    while (status !== "completed") status = await poll();
    await slow.close();
  });

  it("post a signed webhook to a callback on loopback", async () => {
    const own = await quickSandbox({ webhookSecret: "s3cret" });
    const heard = new Promise<{ body: string; signature: string; key: string }>((resolve) => {
      const listener = createServer((request, response) => {
        let body = "";
        request.on("data", (part: Buffer) => (body += part.toString()));
        request.on("end", () => {
          response.end();
          listener.close();
          resolve({
            body,
            signature: String(request.headers["x-openrouter-signature"]),
            key: String(request.headers["x-openrouter-idempotency-key"]),
          });
        });
      });
      listener.listen(0, "127.0.0.1", () => {
        const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`;
        void post(own, "/videos", { model: "google/veo-3.1-fast", prompt: "a lake", duration: 4, callback_url: url });
      });
    });
    const { body, signature, key } = await heard;
    const event = JSON.parse(body) as { type: string; data: { id: string; usage: { cost: number } } };
    const [, seconds = "", mac = ""] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(signature) ?? [];
    expect(event).toMatchObject({ type: "video.generation.completed", data: { usage: { cost: 0.4 } } });
    expect(key).toBe(`${event.data.id}-completed`);
    expect(createHmac("sha256", "s3cret").update(`${seconds},${body}`).digest("hex")).toBe(mac);
    await own.close();
  });
});
