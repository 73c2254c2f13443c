import { expect, it } from "vitest";
import { bearer, endedVideo, makeKey, startVideoServer, TOKEN, type VideoWire } from "../../__fixtures__/video-server.js";
import { holdFor } from "./plan-video.js";

it.each([
  ["/v1/videos", { seconds: "4", resolution: "720p" }],
  ["/api/v1/videos", { duration: 4, resolution: "720p" }],
])("tells what a video will cost by a dry run of %s, which orders nothing and keeps no key (CLI-5, VID-3)", async (path, wish) => {
  const server = await startVideoServer();
  const key = await makeKey(server, { budgetUsd: 20 });
  const headers = { ...bearer(key.key), "idempotency-key": "once" };
  const body = { model: "google/veo-3.1", prompt: "a", ...wish };
  const plan: unknown = await (await server.post(`${path}?dry_run=1`, body, { headers })).json();
  expect(plan).toMatchObject({
    object: "plan",
    dryRun: true,
    model: "google/veo-3.1",
    body: { model: "google/veo-3.1", prompt: "a", duration: 4, resolution: "720p" },
    price: { likelyUsd: 1.6, mostUsd: 1.6 },
    mostUsd: 1.6,
    candidates: [],
  });
  expect(server.sandbox.requests.filter(({ method }) => method === "POST")).toEqual([]);
  const ordered = (await (await server.post(path, body, { headers })).json()) as VideoWire;
  expect(ordered.id).toMatch(/^video_/);
  const held = (await (await server.get(`/admin/keys/${key.id}`, { headers: bearer(TOKEN) })).json()) as Record<string, number>;
  expect((held["reservedUsd"] ?? 0) + (held["spentUsd"] ?? 0)).toBe(1.6);
  await endedVideo(server, ordered.id, key.key);
});

it("holds a fixed sum where no price is known, so that nothing overspends (SRV-4)", () => {
  expect(holdFor([0.5, undefined])).toBe(10);
  expect(holdFor([0.5, 12, undefined])).toBe(12);
  expect(holdFor([0.5, 0.2])).toBe(0.5);
});
