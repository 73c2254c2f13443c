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

const SECRET = `whsec_${Buffer.from("a secret of thirty-two bytes....").toString("base64")}`;

// SRV-6, CFG-5
it("tells the configured webhook of jobs that name none, signed with the configured secret; a caller's own address stays under guard", async () => {
  const receiver = await startReceiver();
  const server = await startVideoServer({
    config: { gateway: { webhook: { url: receiver.url, secret: { source: "env", provider: "default", id: "HOOK_SECRET" } } } },
    env: { HOOK_SECRET: SECRET },
  });
  const key = await makeKey(server);
  const made = (await (
    await server.post("/v1/videos", { model: VIDEO_MODEL, prompt: "a" }, { headers: bearer(key.key) })
  ).json()) as VideoWire;
  const hook = await until(() => receiver.received[0]);
  const headers = hook.headers as Record<string, string>;
  expect(new Webhook(SECRET).verify(hook.body, headers)).toMatchObject({ type: "video.completed", data: { id: made.id } });
  expect(() => new Webhook(key.webhookSecret).verify(hook.body, headers)).toThrow("signature");
  // Beside the operator's own address nothing on this machine is told anything.
  const elsewhere = receiver.url.replace("/hook", "/other");
  const body = { model: VIDEO_MODEL, prompt: "a", callback_url: elsewhere };
  expect((await server.post("/v1/videos", body, { headers: bearer(key.key) })).status).toBe(400);
  expect(receiver.received).toHaveLength(1);
  expect(server.logs() + JSON.stringify(await (await server.get("/admin/webhooks/dead", { headers: bearer(TOKEN) })).json())).not.toContain(
    SECRET,
  );
});

it("does not start with a webhook that cannot be told, or a secret that signs nothing", async () => {
  for (const [webhook, message] of [
    [{ url: "ftp://hooks.example.com" }, "The webhook URL is not an http(s) URL."],
    [{ url: "https://hooks.example.com", secret: "too-short" }, "gateway.webhook.secret is not in the form of Standard Webhooks."],
    [{ url: "https://hooks.example.com", secret: { source: "env", provider: "default", id: "NOT_SET" } }, "gateway.webhook.secret"],
  ] as const) {
    await expect(startVideoServer({ config: { gateway: { webhook } } })).rejects.toThrow(message);
  }
});
