import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { systemClock } from "@openclaw/core/internal";
import { onTestFinished } from "vitest";
import { startServer, type TestServer, type TestServerOptions } from "./start-server.js";

export const TOKEN = "gateway-token-of-the-videos";
export const VIDEO_MODEL = "google/veo-3.1-fast";

/** A server whose video jobs end within moments. */
export function startVideoServer(options: TestServerOptions = {}): Promise<TestServer> {
  return startServer({
    ...options,
    sandbox: { videoScale: 0.05, videoMaxSeconds: 1, videoFramesPerSecond: 1, jobPolls: 1, ...options.sandbox },
    env: { OPENCLAW_GATEWAY_TOKEN: TOKEN, OPENCLAW_POLL_INTERVAL_MS: "20", OPENCLAW_SERVER_TICK_MS: "20", ...options.env },
  });
}

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

export interface MadeKey {
  readonly id: string;
  readonly key: string;
  readonly webhookSecret: string;
}

export async function makeKey(server: TestServer, more: object = {}): Promise<MadeKey> {
  const reply = await server.post("/admin/keys", { name: "k", ...more }, { headers: bearer(TOKEN) });
  return (await reply.json()) as MadeKey;
}

/** Looks again and again, until there is something. */
export async function until<Value>(look: () => Promise<Value | undefined | false> | Value | undefined | false): Promise<Value> {
  for (let tries = 0; tries < 400; tries++) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => void systemClock.after(20, () => resolve(undefined)));
  }
  throw new Error("It did not happen.");
}

export interface VideoWire {
  readonly id: string;
  readonly status: string;
  readonly [name: string]: unknown;
}

export async function endedVideo(server: TestServer, id: string, token: string): Promise<VideoWire> {
  return until(async () => {
    const reply = await server.get(`/v1/videos/${id}`, { headers: bearer(token) });
    const video = (await reply.json()) as VideoWire;
    return ["completed", "failed"].includes(video.status) ? video : undefined;
  });
}

export interface Received {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Somebody who takes webhooks; `answer` may be replaced. */
export async function startReceiver(): Promise<{ readonly url: string; readonly received: Received[]; answer: (response: ServerResponse) => void }> {
  const received: Received[] = [];
  const receiver = { url: "", received, answer: (response: ServerResponse): void => void response.end() };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      received.push({ url: request.url ?? "", headers: request.headers, body });
      receiver.answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return receiver;
}
