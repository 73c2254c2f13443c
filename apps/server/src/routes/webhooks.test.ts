import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
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
} from "../__fixtures__/video-server.js";

// SRV-6
it("lays given-up webhooks where an operator finds them and sends them again, with a secret that can be changed", async () => {
  const receiver = await startReceiver();
  // Gone: whoever answers so is not asked again by itself.
  receiver.answer = (response) => void response.writeHead(410).end();
  const server = await startVideoServer({ env: { OPENCLAW_SERVER_WEBHOOK_URL: receiver.url } });
  const key = await makeKey(server);
  const own = bearer(key.key);
  const operator = { headers: bearer(TOKEN) };
  const made = (await (await server.post("/v1/videos", { model: VIDEO_MODEL, prompt: "a" }, { headers: own })).json()) as VideoWire;
  await endedVideo(server, made.id, key.key);
  interface Dead {
    readonly data: readonly { readonly id: string }[];
  }
  const listDead = async (): Promise<Dead> => (await (await server.get("/admin/webhooks/dead", operator)).json()) as Dead;
  const [dead] = await until(async () => {
    const { data } = await listDead();
    return data.length > 0 && data;
  });
  expect(dead).toMatchObject({
    jobId: made.id,
    keyId: key.id,
    event: "video.completed",
    lastError: "HTTP 410",
    attempts: 1,
    state: "dead",
  });
  // Nobody else's business.
  expect((await server.get("/admin/webhooks/dead", { headers: own })).status).toBe(404);
  const retry = `/admin/webhooks/${dead?.id}/retry`;
  expect((await server.post(retry, {}, { headers: own })).status).toBe(404);

  const changed = (await (await server.post("/admin/webhooks/secret", { keyId: key.id }, operator)).json()) as { secret: string };
  expect(changed.secret).toMatch(/^whsec_/);
  expect(changed.secret).not.toBe(key.webhookSecret);
  receiver.answer = (response) => void response.end();
  expect(await (await server.post(retry, {}, operator)).json()).toEqual({ id: dead?.id, state: "pending" });
  const again = await until(() => receiver.received[1]);
  const headers = again.headers as Record<string, string>;
  expect(headers["webhook-id"]).toBe(dead?.id);
  // For a day the old secret opens it too, so that a receiver can be changed in peace.
  for (const secret of [changed.secret, key.webhookSecret])
    expect(new Webhook(secret).verify(again.body, headers)).toMatchObject({ type: "video.completed" });
  await until(async () => (await listDead()).data.length === 0);
  expect((await server.post(retry, {}, operator)).status).toBe(404);
  expect((await server.post("/admin/webhooks/msg_..%2f..%2fkeys/retry", {}, operator)).status).toBe(404);
  expect((await server.post("/admin/webhooks/secret", { keyId: "key_nobody" }, operator)).status).toBe(404);
});
