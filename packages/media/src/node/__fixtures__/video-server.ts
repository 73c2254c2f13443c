// A counting video provider on loopback for tests: every submission is remembered, and it can be slow at each step.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

export interface VideoServer {
  readonly baseUrl: string;
  readonly origin: string;
  /** The prompts of all submissions, in order. */
  readonly submissions: readonly string[];
  /** Every request: method, path, headers. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly headers: IncomingMessage["headers"] }[];
  readonly file: Buffer;
  readonly sha256: string;
  close(): Promise<void>;
}

export interface VideoServerOptions {
  /** Between taking a submission and answering it. */
  readonly answerMs?: number;
  readonly polls?: number;
  /** Between the pieces of the file; eight pieces. */
  readonly pieceMs?: number;
  readonly fileBytes?: number;
  /** Called when a submission has arrived, before it is answered. */
  readonly onSubmission?: (prompt: string) => void;
}

/** The smallest beginning that is an MP4's. */
const MP4_HEAD = Buffer.from("000000186674797069736f6d0000020069736f6d69736f32", "hex");

export async function startVideoServer(options: VideoServerOptions = {}): Promise<VideoServer> {
  const { answerMs = 0, polls = 2, pieceMs = 0, fileBytes = 200_000 } = options;
  const submissions: string[] = [];
  const requests: VideoServer["requests"][number][] = [];
  const seen = new Map<string, number>();
  const file = Buffer.concat([MP4_HEAD, Buffer.alloc(fileBytes - MP4_HEAD.length, "moving pictures ")]);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    requests.push({ method: request.method ?? "", path, headers: request.headers });
    if (request.method === "POST" && path === "/api/v1/videos") {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const body = JSON.parse(Buffer.concat(pieces).toString()) as { prompt: string };
      submissions.push(body.prompt);
      const id = `job-${submissions.length}`;
      options.onSubmission?.(body.prompt);
      await wait(answerMs);
      return json(response, 202, { id, polling_url: `/api/v1/videos/${id}`, status: "pending" });
    }
    const id = /^\/api\/v1\/videos\/(job-\d+)/.exec(path)?.[1];
    if (id === undefined) return json(response, 404, { error: { code: 404, message: "unknown" } });
    if (path.includes("/content")) return sendFile(request, response);
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    const finished = count > polls;
    json(response, 200, { id, status: finished ? "completed" : "in_progress", ...(finished ? { usage: { cost: 0.25 } } : {}) });
  }

  async function sendFile(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(start > 0 ? 206 : 200, {
      "content-type": "video/mp4",
      "content-length": file.length - start,
      ...(start > 0 ? { "content-range": `bytes ${start}-${file.length - 1}/${file.length}` } : {}),
    });
    const size = Math.ceil(file.length / 8);
    for (let offset = start; offset < file.length && !response.destroyed; offset += size) {
      response.write(file.subarray(offset, Math.min(file.length, offset + size)));
      if (pieceMs > 0) await wait(pieceMs);
    }
    response.end();
  }

  const server: Server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    baseUrl: `${origin}/api/v1`,
    submissions,
    requests,
    file,
    sha256: createHash("sha256").update(file).digest("hex"),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
