import { createReadStream } from "node:fs";
import { Refusal } from "../../errors/refusal.js";
import type { Exchange } from "../../http/exchange.js";
import { readRange } from "../../http/read-range.js";
import { relayBytes } from "../../stream/relay-bytes.js";
import type { OwnedVideoJob } from "../../jobs/video-job-types.js";
import type { RouteDeps } from "../../route-deps.js";

/** Sends a finished video, or the part of it that is asked for. @throws Refusal `job_not_ready` */
export async function sendVideo(exchange: Exchange, { state }: Pick<RouteDeps, "state">, job: OwnedVideoJob): Promise<void> {
  const query = new URLSearchParams(exchange.query);
  const variant = query.get("variant") ?? "video";
  if (variant !== "video") throw new Refusal("body_unreadable", "variant: only the video itself is kept.", { param: "variant" });
  if (job.state !== "completed") throw new Refusal("job_not_ready", `The video is not there: the job is ${job.state}.`);
  const wanted = query.get("index") ?? "0";
  const index = /^\d{1,4}$/.test(wanted) ? Number(wanted) : Number.NaN;
  const file = job.files.some((each) => each.index === index)
    ? await state.jobs.content(job.id, index, exchange.caller.key?.id)
    : undefined;
  if (file === undefined) throw new Refusal("job_not_ready", `The job has no video ${wanted.slice(0, 20)}.`, { param: "index" });
  const etag = `"${file.sha256}"`;
  const headers = {
    ...exchange.headers,
    "content-type": file.mediaType,
    "accept-ranges": "bytes",
    etag,
    "cache-control": "private, max-age=3600",
    // Whatever the bytes are, a browser is not to run them.
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox",
  };
  const { response } = exchange;
  // Compared weakly: a proxy that packs what it passes marks the tag so.
  const known = (exchange.header("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (known.includes(etag) || known.includes("*")) {
    response.writeHead(304, headers).end();
    return;
  }
  const condition = exchange.header("if-range");
  // Only a GET has ranges (RFC 9110, 14.2).
  const mayAsk = exchange.method === "GET" && (condition === undefined || condition === etag);
  const asked = mayAsk ? readRange(exchange.header("range"), file.sizeBytes) : undefined;
  if (asked === "unsatisfiable") {
    response.writeHead(416, { ...headers, "content-range": `bytes */${file.sizeBytes}`, "content-length": 0 }).end();
    return;
  }
  const range = asked ?? { start: 0, end: file.sizeBytes - 1 };
  response.writeHead(asked === undefined ? 200 : 206, {
    ...headers,
    "content-length": range.end - range.start + 1,
    ...(asked === undefined ? {} : { "content-range": `bytes ${range.start}-${range.end}/${file.sizeBytes}` }),
  });
  if (exchange.method === "HEAD") response.end();
  else await relayBytes(exchange, createReadStream(file.path, range));
}
