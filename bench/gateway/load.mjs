// Sends requests over kept connections, so many at a time, and tells when first bytes and ends came.
import { Agent, request } from "node:http";

/** @returns {Promise<{firstMs: number[], totalMs: number[], seconds: number, bytes: number}>} */
export async function load(url, { count, concurrency, body, headers }) {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency, scheduling: "fifo" });
  const payload = JSON.stringify(body);
  const firstMs = [];
  const totalMs = [];
  let bytes = 0;
  let left = count;
  const one = () =>
    new Promise((resolve, reject) => {
      const startedMs = performance.now();
      const sent = request(
        url,
        {
          method: "POST",
          agent,
          headers: { "content-type": "application/json", "content-length": Buffer.byteLength(payload), ...headers },
        },
        (response) => {
          if (response.statusCode !== 200) reject(new Error(`${url}: HTTP ${response.statusCode}`));
          let first;
          let last;
          response.on("data", (piece) => {
            first ??= performance.now();
            bytes += piece.length;
            last = piece;
          });
          response.on("end", () => {
            if (body.stream && !last?.includes("[DONE]")) {
              reject(new Error(`${url}: a stream that is not whole`));
              return;
            }
            firstMs.push(first - startedMs);
            totalMs.push(performance.now() - startedMs);
            resolve();
          });
        },
      );
      sent.on("error", reject);
      sent.end(payload);
    });
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await one();
    }),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  agent.destroy();
  return { firstMs, totalMs, seconds, bytes };
}
