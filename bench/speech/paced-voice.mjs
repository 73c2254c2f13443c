import { createServer } from "node:http";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

const BYTES_PER_SECOND = 48_000;
const PIECE_MS = 20;

/** A speech endpoint that renders at a given multiple of real time, as a provider does: the sandbox's sound, handed out by the clock. */
export async function startPacedVoice({ sandboxBaseUrl, speed, headers }) {
  const rendered = new Map();
  const render = (body) => {
    const key = JSON.parse(body).input;
    if (!rendered.has(key)) {
      rendered.set(
        key,
        fetch(`${sandboxBaseUrl}/audio/speech`, { method: "POST", headers, body }).then(async (reply) => {
          if (!reply.ok) throw new Error(await reply.text());
          return Buffer.from(await reply.arrayBuffer());
        }),
      );
    }
    return rendered.get(key);
  };
  const speak = async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const sound = await render(Buffer.concat(pieces).toString());
    const startedAt = performance.now();
    response.writeHead(200, { "content-type": "audio/pcm;rate=24000;channels=1" });
    for (let sent = 0; sent < sound.length && !response.destroyed;) {
      await sleep(PIECE_MS);
      const due = Math.min(sound.length, Math.floor(((performance.now() - startedAt) / 1000) * BYTES_PER_SECOND * speed));
      if (due > sent) response.write(sound.subarray(sent, due));
      sent = Math.max(sent, due);
    }
    response.end();
  };
  const server = createServer((request, response) => void speak(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { baseUrl: `http://127.0.0.1:${server.address().port}`, render, close: () => (server.closeAllConnections(), server.close()) };
}
