import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { bearer, endedVideo, startVideoServer, TOKEN, VIDEO_MODEL } from "../__fixtures__/video-server.js";

/** Somebody on this machine who must never be asked. */
async function startCanary(
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => void response.end("canary"),
): Promise<{ readonly port: number; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url ?? ""} ${request.headers.authorization ?? "without a key"}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked };
}

it("follows no address of a caller's into this machine or its network, in no notation (SRV-8)", async () => {
  const canary = await startCanary();
  const server = await startVideoServer();
  const { port } = canary;
  const addresses = [
    `http://127.0.0.1:${port}/x`,
    `http://localhost:${port}/x`,
    `http://LOCALHOST.:${port}/x`,
    `http://a.localhost:${port}/x`,
    `http://2130706433:${port}/x`,
    `http://0x7f000001:${port}/x`,
    `http://0x7f.1:${port}/x`,
    `http://017700000001:${port}/x`,
    `http://0177.0.0.1:${port}/x`,
    `http://127.1:${port}/x`,
    `http://0:${port}/x`,
    `http://0.0.0.0:${port}/x`,
    `http://[::1]:${port}/x`,
    `http://[::]:${port}/x`,
    `http://[::ffff:127.0.0.1]:${port}/x`,
    `http://[::ffff:7f00:1]:${port}/x`,
    `http://[0:0:0:0:0:ffff:127.0.0.1]:${port}/x`,
    `http://[64:ff9b::7f00:1]:${port}/x`,
    `http://[2002:7f00:1::]:${port}/x`,
    `http://[fe80::1]:${port}/x`,
    `http://[fd00::1]:${port}/x`,
    `http://１２７.０.０.１:${port}/x`,
    `http://127。0。0。1:${port}/x`,
    `http://user:password@127.0.0.1:${port}/x`,
    `http://openrouter.ai@127.0.0.1:${port}/x`,
    "http://10.0.0.1/x",
    "http://172.16.0.1/x",
    "http://192.168.1.1/x",
    "http://100.64.0.1/x",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://router/x",
    "file:///etc/passwd",
    "gopher://127.0.0.1:25/x",
    "ftp://127.0.0.1/x",
    "javascript:alert(1)",
    "//127.0.0.1/x",
    "not an address",
  ];
  const headers = bearer(TOKEN);
  const video = { model: VIDEO_MODEL, prompt: "a cat" };
  const followed: unknown[] = [];
  for (const url of addresses) {
    const bodies: readonly (readonly [string, object])[] = [
      ["/v1/videos", { ...video, input_reference: { image_url: url } }],
      ["/v1/videos", { ...video, callback_url: url }],
      ["/api/v1/videos", { ...video, frame_images: [{ image_url: { url }, frame_type: "first_frame" }] }],
      ["/api/v1/videos", { ...video, input_references: [{ image_url: { url } }] }],
      ["/api/v1/videos", { ...video, callback_url: url.replace("http:", "https:") }],
      ["/api/v1/images", { model: "google/gemini-2.5-flash-image", prompt: "a cat", input_references: [{ image_url: { url } }] }],
    ];
    const replies = await Promise.all(bodies.map(([path, body]) => server.post(path, body, { headers })));
    for (const [index, reply] of replies.entries()) {
      const text = await reply.text();
      if (reply.status !== 400) followed.push([url, bodies[index]?.[0], reply.status, text.slice(0, 120)]);
    }
  }
  expect(followed).toEqual([]);
  expect(canary.asked).toEqual([]);
});

it("follows no address of a provider's there either, and gives nobody else the key: polling, files, redirects (KEY-6, VID-1)", async () => {
  const canary = await startCanary((request, response) => void response.writeHead(302, { location: request.url ?? "/" }).end());
  const server = await startVideoServer();
  const headers = bearer(TOKEN);
  const outcomes = [];
  for (const [name, param] of [
    ["wrong-origin-polling-url", `http://127.0.0.1:${canary.port}`],
    ["foreign-unsigned-urls", `http://127.0.0.1:${canary.port}`],
    ["redirect-other-origin", `http://127.0.0.1:${canary.port}`],
    ["redirect-other-origin", "http://[::ffff:127.0.0.1]"],
  ] as const) {
    server.sandbox.setFault({ name, param });
    const job = (await (await server.post("/v1/videos", { model: VIDEO_MODEL, prompt: "a cat" }, { headers })).json()) as { id: string };
    const ended = await endedVideo(server, job.id, TOKEN);
    outcomes.push([name, ended.status]);
    server.sandbox.clearFaults();
  }
  // Where to look is known without being told, and the provider's own address has the file too; a redirect ends the job.
  expect(outcomes).toEqual([
    ["wrong-origin-polling-url", "completed"],
    ["foreign-unsigned-urls", "completed"],
    ["redirect-other-origin", "failed"],
    ["redirect-other-origin", "failed"],
  ]);
  expect(canary.asked).toEqual([]);
});
