// A counting provider of videos, images and music on loopback for tests: every submission is remembered, and it can be slow at each step.
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
  readonly picture: Buffer;
  readonly sound: Buffer;
  close(): Promise<void>;
}

export interface VideoServerOptions {
  /** Between taking a submission and answering it. */
  readonly answerMs?: number;
  readonly polls?: number;
  /** Between the pieces of the file; eight pieces. */
  readonly pieceMs?: number;
  readonly fileBytes?: number;
  /** The name of the file's content; a change makes it another one. */
  readonly etag?: () => string;
  /** Called when a piece of the file was written. */
  readonly onPiece?: (offset: number, sizeBytes: number) => void;
  /** Called when a submission has arrived, before it is answered. */
  readonly onSubmission?: (prompt: string) => void;
}

/** The smallest beginning that is an MP4's. */
const MP4_HEAD = Buffer.from("000000186674797069736f6d0000020069736f6d69736f32", "hex");

const PNG_HEAD = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex");

export async function startVideoServer(options: VideoServerOptions = {}): Promise<VideoServer> {
  const { answerMs = 0, polls = 2, pieceMs = 0, fileBytes = 200_000 } = options;
  const submissions: string[] = [];
  const requests: VideoServer["requests"][number][] = [];
  const seen = new Map<string, number>();
  const picture = Buffer.concat([PNG_HEAD, Buffer.alloc(20_000, "painted ")]);
  const sound = Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVEfmt "), Buffer.alloc(20_000, "played ")]);
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
    if (request.method === "POST" && /^\/api\/v1\/(?:chat\/completions|images)$/.test(path)) return answerAtOnce(path, request, response);
    const id = /^\/api\/v1\/videos\/(job-\d+)/.exec(path)?.[1];
    if (id === undefined) return json(response, 404, { error: { code: 404, message: "unknown" } });
    if (path.includes("/content")) return sendFile(request, response);
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    const finished = count > polls;
    json(response, 200, { id, status: finished ? "completed" : "in_progress", ...(finished ? { usage: { cost: 0.25 } } : {}) });
  }

  /** Pictures by the chat route or `/images`, music as a stream: all in one answer, written in pieces. */
  async function answerAtOnce(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = JSON.parse(Buffer.concat(pieces).toString()) as {
      readonly prompt?: string;
      readonly stream?: boolean;
      readonly messages?: readonly { readonly content: string }[];
    };
    const prompt = body.prompt ?? body.messages?.[0]?.content ?? "";
    submissions.push(prompt);
    options.onSubmission?.(prompt);
    await wait(answerMs);
    const data = picture.toString("base64");
    const usage = { cost: 0.04 };
    const url = { url: `data:image/png;base64,${data}` };
    const message = { role: "assistant", content: "", images: [{ type: "image_url", image_url: url }] };
    const song = { choices: [{ delta: { audio: { data: sound.toString("base64") } }, finish_reason: "stop" }], usage };
    const text =
      body.stream === true
        ? `data: ${JSON.stringify(song)}\n\ndata: [DONE]\n\n`
        : JSON.stringify(path.endsWith("/images") ? { data: [{ b64_json: data }], usage } : { choices: [{ message }], usage });
    response.writeHead(200, { "content-type": body.stream === true ? "text/event-stream" : "application/json" });
    const size = Math.ceil(text.length / 8);
    for (let offset = 0; offset < text.length && !response.destroyed; offset += size) {
      response.write(text.slice(offset, offset + size));
      if (pieceMs > 0) await wait(pieceMs);
    }
    response.end();
  }

  async function sendFile(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const start = options.etag !== undefined && (request.headers["if-range"] ?? options.etag()) !== options.etag() ? 0 : asked;
    response.writeHead(start > 0 ? 206 : 200, {
      "content-type": "video/mp4",
      "content-length": file.length - start,
      ...(options.etag === undefined ? {} : { etag: options.etag() }),
      ...(start > 0 ? { "content-range": `bytes ${start}-${file.length - 1}/${file.length}` } : {}),
    });
    const size = Math.ceil(file.length / 8);
    for (let offset = start; offset < file.length && !response.destroyed; offset += size) {
      const piece = file.subarray(offset, Math.min(file.length, offset + size));
      response.write(piece);
      options.onPiece?.(offset, piece.length);
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
    picture,
    sound,
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
