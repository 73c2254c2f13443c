import { createServer } from "node:http";
import { once } from "node:events";

/** Somebody else's host: serves `file` to everybody and remembers whether a key came with the question. */
export async function createStorage(file) {
  const seen = [];
  const server = createServer((request, response) => {
    seen.push({ path: request.url, headers: JSON.stringify(request.rawHeaders) });
    response.writeHead(200, { "content-type": "video/mp4", "content-length": file.length }).end(file);
  });
  await once(server.listen(0, "127.0.0.2"), "listening");
  return {
    origin: `http://127.0.0.2:${server.address().port}`,
    seen,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
