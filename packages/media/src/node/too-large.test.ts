import { createTarget } from "@openclaw/core";
import { createNodeTransport } from "@openclaw/core/node";
import { tempDir } from "@openclaw/testing";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { downloadVideo } from "../video/download.js";
import { saveVideo } from "./save-video.js";

const MIB = 1024 * 1024;
// Begins as an MP4 does; what follows has no end.
const HEAD = Buffer.from("000000186674797069736f6d0000020069736f6d69736f32", "hex");
const ZEROS = Buffer.alloc(256 * 1024);

/** Streams zeros for as long as somebody takes them, up to 3 GiB, and counts what was taken. */
async function endlessServer(): Promise<{ readonly baseUrl: string; readonly sentBytes: () => number; readonly closed: Promise<void> }> {
  let sent = 0;
  let close = (): void => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "video/mp4" });
    response.on("close", close);
    response.write(HEAD);
    const more = (): void => {
      while (!response.destroyed && sent < 3 * 1024 * MIB) {
        sent += ZEROS.length;
        if (!response.write(ZEROS)) return void response.once("drain", more);
      }
      response.end();
    };
    more();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`, sentBytes: () => sent, closed };
}

// VID-1, NET-4
describe("a video that is larger than the bound", () => {
  // BODY_MIB=1024 measures the bound that holds by default, against a body of 3 GiB.
  const boundBytes = Number(process.env["BODY_MIB"] ?? 32) * MIB;

  it("ends at the bound: one clear message, no file, the earlier one intact, and the sender is stopped", async () => {
    const { baseUrl, sentBytes, closed } = await endlessServer();
    const transport = createNodeTransport();
    onTestFinished(() => transport.close());
    const target = createTarget({ model: "openrouter/google/veo-3.1-fast", apiKey: "sk-or-v1-SYNTHETIClarge", baseUrl });
    const job = { id: "a", model: target.model.ref, baseUrl, submittedAtMs: 0, status: "completed" };
    const path = join(tempDir(), "clip.mp4");
    writeFileSync(path, "earlier");
    const startedMs = performance.now();
    const before = process.memoryUsage().rss;
    const video = await downloadVideo(job, { target, transport, maxBytes: boundBytes });
    await expect(saveVideo(video, { path, force: true })).rejects.toMatchObject({
      code: "response_too_large",
      message: expect.stringContaining(`limit of ${boundBytes} bytes`) as string,
    });
    await closed;
    if (process.env["BODY_MIB"] !== undefined) {
      const grown = Math.round((process.memoryUsage().rss - before) / MIB);
      const line = `stopped after ${Math.round(sentBytes() / MIB)} MiB sent, ${Math.round(performance.now() - startedMs)} ms, ${grown} MiB more memory`;
      process.stdout.write(`${line}\n`);
    }
    // What was taken and thrown away is what lies in the sockets between.
    expect(sentBytes()).toBeLessThan(boundBytes + 32 * MIB);
    expect(readFileSync(path, "utf8")).toBe("earlier");
    expect(readdirSync(join(path, ".."))).toEqual(["clip.mp4"]);
  }, 120_000);
});
