import { once } from "node:events";
import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import type { Exchange } from "../http/exchange.js";
import { EventWriter } from "./event-writer.js";
import type { Beating, Heartbeat } from "./heartbeat.js";

const LARGE = "x".repeat(8 * 1024 * 1024);

/** A writer, and the client that has asked and not read anything yet. */
async function writing() {
  const abort = new AbortController();
  const beating = new Set<Beating>();
  const heartbeat: Heartbeat = { add: (one) => void beating.add(one), remove: (one) => void beating.delete(one), close: () => undefined };
  const server = createServer();
  const asked = once(server, "request") as Promise<[IncomingMessage, ServerResponse]>;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  const replied = new Promise<IncomingMessage>((resolve) => get({ port: (server.address() as AddressInfo).port, agent: false }, resolve));
  const [, response] = await asked;
  const exchange = { response, signal: abort.signal, headers: {}, sentLength: 0 } as unknown as Exchange;
  const writer = new EventWriter(exchange, { heartbeat, headers: () => ({}) });
  writer.write("first\n");
  return { writer, reply: await replied, abort, beating, response };
}

// SRV-7
it("goes on after a client that has caught up before anybody asked whether it has", async () => {
  const { writer, reply } = await writing();
  let read = 0;
  reply.on("data", (bytes: Buffer) => (read += bytes.length));
  writer.write(LARGE);
  await vi.waitFor(() => expect(read).toBeGreaterThanOrEqual(LARGE.length));
  // Nothing is on its way any more: nobody will say again that there is room.
  await vi.waitFor(() => expect(writer.full).toBe(false));
  writer.beat();
  await writer.drained();
  writer.end();
  await once(reply, "end");
  expect(read).toBe("first\n".length + LARGE.length + ": keep-alive\n\n".length);
});

it("is full for as long as the client does not read, and no longer waits for one that is given up", async () => {
  const { writer, abort } = await writing();
  writer.write(LARGE);
  await vi.waitFor(() => expect(writer.full).toBe(true));
  const drained = writer.drained();
  abort.abort();
  await drained;
  expect(writer.full).toBe(false);
});

it("gives no more signs of life once its client has gone, whoever forgot to end it", async () => {
  const { writer, reply, beating, response } = await writing();
  writer.beat();
  expect(beating.size).toBe(1);
  reply.destroy();
  await once(response, "close");
  writer.beat();
  expect(beating.size).toBe(0);
});
