import { createTarget } from "@openclaw/core";
import { createSandbox, type FaultName, type Sandbox } from "@openclaw/sandbox";
import { expectNoSecrets } from "@openclaw/testing";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MP4, secrets } from "../__fixtures__/targets.js";
import { generateVideo } from "./generate.js";

let sandbox: Sandbox;
let other: Server;
let otherOrigin: string;
const heard: { url: string; headers: IncomingHttpHeaders }[] = [];

beforeAll(async () => {
  // Another address of this machine: what it hears must never hold the key.
  other = createServer((request, response) => {
    heard.push({ url: request.url ?? "", headers: request.headers });
    response.writeHead(200, { "content-type": "video/mp4" }).end(MP4);
  });
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.2", resolve));
  otherOrigin = `http://127.0.0.2:${(other.address() as AddressInfo).port}`;
  sandbox = await createSandbox({ videoScale: 0.25, videoMaxSeconds: 1, otherOrigin });
});
beforeEach(() => {
  sandbox.clearFaults();
  heard.length = 0;
});
afterAll(async () => {
  await sandbox.close();
  await new Promise((resolve) => other.close(resolve));
});

function make(
  fault?: FaultName,
  options: { readonly path?: RegExp; readonly allowPrivateNetwork?: boolean; readonly param?: string } = {},
) {
  const { path = /^\/videos$/, param, allowPrivateNetwork } = options;
  if (fault !== undefined) sandbox.setFault({ name: fault, path, times: 1, ...(param === undefined ? {} : { param }) });
  const target = createTarget({ model: "openrouter/google/veo-3.1-fast", apiKey: secrets.apiKey, baseUrl: sandbox.baseUrl });
  return generateVideo({ target, prompt: "the sea" }, { pollIntervalMs: 10, timeoutMs: 15_000, allowPrivateNetwork, random: () => 0 });
}
const submissions = () => sandbox.requests.filter(({ method, path }) => method === "POST" && path.includes("videos")).length;

// VID-1, VID-6, KEY-6: the real wire, spoiled
describe("a video from a provider that misbehaves", () => {
  it("arrives whole, with its cost, when nothing is wrong", async () => {
    const { file, job } = await make();
    expect(file).toMatchObject({ mediaType: "video/mp4", extension: "mp4" });
    expect(job.costUsd).toBeGreaterThan(0);
  });

  it.each<[FaultName, string | undefined]>([
    ["job-slow", "6"],
    ["job-unknown-status", undefined],
    ["wrong-origin-polling-url", undefined],
    ["wrong-content-type", "application/octet-stream"],
  ])("arrives all the same: %s", async (fault, param) => {
    const { file } = await make(fault, param === undefined ? {} : { param });
    expect(file.mediaType).toBe("video/mp4");
    expect(heard).toEqual([]);
  });

  it.each<[FaultName, string, RegExp]>([
    ["job-failed", "job_failed", /./],
    ["job-cancelled", "job_failed", /./],
    ["job-expired", "job_failed", /./],
    ["job-404-after-completion", "not_found", /finished but could not be fetched/],
    ["truncated-download", "network_interrupted", /finished but could not be fetched/],
    ["html-download", "response_malformed", /text\/html instead of the file/],
    ["zero-byte", "response_empty", /0 bytes/],
  ])("ends in one clear error that names the job, and is not bought again: %s", async (fault, code, message) => {
    const before = submissions();
    const error: unknown = await make(fault).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, jobId: expect.stringMatching(/^gen-vid/), message: expect.stringMatching(message) });
    expect(submissions()).toBe(before + 1);
    expectNoSecrets(error, secrets);
  });

  it.each<FaultName>(["foreign-unsigned-urls", "redirect-other-origin"])(
    "never tells another origin the key, and asks no private one unless allowed: %s",
    async (fault) => {
      await make(fault).catch(() => undefined);
      expect(heard).toEqual([]);
      const { file } = await make(fault, { allowPrivateNetwork: true });
      expect(file.bytes).toEqual(MP4);
      expect(heard.length).toBeGreaterThan(0);
      expectNoSecrets(heard, secrets);
    },
  );
});
