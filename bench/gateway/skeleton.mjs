// The bare baseline: node:http in front, an undici pool behind, JSON parsed once, abort passed on. No auth, no shaping, no recovery, no metrics.
import { createServer } from "node:http";
import { createRequire } from "node:module";

// The very copy that the server is built with.
const { Pool } = createRequire(new URL("../../apps/server/package.json", import.meta.url))("undici");

const pool = new Pool(process.argv[3], { connections: Number(process.env.CONNECTIONS ?? 256) });

async function answer(request, response, pieces) {
  const controller = new AbortController();
  response.on("close", () => response.writableFinished || controller.abort());
  const body = JSON.stringify(JSON.parse(Buffer.concat(pieces).toString()));
  try {
    const headers = { "content-type": "application/json", authorization: "Bearer key" };
    const reply = await pool.request({ method: "POST", path: `/api${request.url}`, headers, body, signal: controller.signal });
    response.writeHead(reply.statusCode, { "content-type": reply.headers["content-type"] });
    if (reply.headers["content-type"].startsWith("application/json")) {
      response.end(JSON.stringify(JSON.parse(await reply.body.text())));
      return;
    }
    for await (const piece of reply.body) if (!response.write(piece)) await new Promise((resolve) => response.once("drain", resolve));
    response.end();
  } catch {
    response.destroy();
  }
}

const server = createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => void answer(request, response, pieces));
});
server.keepAliveTimeout = 65_000;
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => console.log(server.address().port));
