import { once } from "node:events";
import { createServer, get, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { sendBytes } from "../__fixtures__/send-bytes.js";
import { writeChunk } from "./write-chunk.js";

const PIECES = ["first", "Grüße 🦞", Buffer.from([0, 13, 10, 255]), "", "x".repeat(70_000), "last"] as const;
const WHOLE = Buffer.concat(PIECES.map((piece) => Buffer.from(piece)));

async function serving(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_request, response) => answer(response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answerWhole(response: ServerResponse): void {
  const [first, ...others] = PIECES;
  response.writeHead(200);
  response.write(first);
  for (const piece of others) writeChunk(response, piece);
  response.end();
}

it("gives a client the bytes as they were written, in chunks, on a connection that goes on", async () => {
  const url = await serving(answerWhole);
  for (let count = 0; count < 3; count++) {
    const reply = await fetch(url);
    expect(Buffer.from(await reply.arrayBuffer()).equals(WHOLE)).toBe(true);
    expect(reply.headers.get("transfer-encoding")).toBe("chunked");
  }
});

it("keeps the answers of requests that were sent at once apart and in order", async () => {
  const waiting: ServerResponse[] = [];
  const url = await serving((response) => {
    waiting.push(response);
    if (waiting.length < 2) return;
    // The second has no connection of its own yet.
    const [one, two] = waiting as [ServerResponse, ServerResponse];
    for (const response of [two, one]) response.writeHead(200).write("begin ");
    writeChunk(two, "two");
    writeChunk(one, "one");
    two.end();
    one.end();
  });
  const request = "GET / HTTP/1.1\r\nhost: x\r\n";
  const { text } = await sendBytes(url, `${request}\r\n${request}connection: close\r\n\r\n`);
  expect(text.replaceAll(/HTTP\/1\.1 200[^]*?\r\n\r\n/g, "|")).toBe(
    "|6\r\nbegin \r\n3\r\none\r\n0\r\n\r\n|6\r\nbegin \r\n3\r\ntwo\r\n0\r\n\r\n",
  );
});

it("writes no chunks to a client that knows none", async () => {
  const url = await serving((response) => {
    response.writeHead(200).write("a");
    writeChunk(response, "b");
    response.end();
  });
  const { text } = await sendBytes(url, "GET / HTTP/1.0\r\n\r\n");
  expect(text.slice(text.indexOf("\r\n\r\n") + 4)).toBe("ab");
});

it("says when the client has more to read than is good, and its connection says when that is over", async () => {
  const drained = Promise.withResolvers<void>();
  let full = false;
  const url = await serving((response) => {
    response.writeHead(200).write("a");
    const piece = Buffer.alloc(256 * 1024);
    for (let count = 0; count < 400 && !full; count++) full = !writeChunk(response, piece);
    response.socket?.once("drain", () => {
      drained.resolve();
      response.end();
    });
  });
  const request = get(url);
  const [reply] = (await once(request, "response")) as [NodeJS.ReadableStream];
  expect(full).toBe(true);
  reply.resume();
  await drained.promise;
  await once(reply, "end");
});

it("writes nothing to a connection that has gone, and throws nothing", async () => {
  const gone = Promise.withResolvers<boolean>();
  const url = await serving((response) => {
    response.writeHead(200).write("a");
    response.on("error", () => undefined);
    response.on("close", () => gone.resolve(writeChunk(response, "b")));
  });
  const { port } = new URL(url);
  const socket = connect(Number(port), "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n"));
  socket.once("data", () => socket.destroy());
  await gone.promise;
});
