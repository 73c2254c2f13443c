import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import type { TransportRequest } from "@openclaw/core";
import { tempDir } from "@openclaw/testing";
import { expect, it, onTestFinished, vi } from "vitest";
import { createGateway, type GatewayBase } from "./gateway.js";

interface Started {
  readonly gateway: GatewayBase;
  /** Open connections to the provider. */
  readonly sockets: ReadonlySet<Socket>;
  /** Ends the answer of `/long`. */
  readonly finish: () => void;
  readonly configure: (config: object) => Promise<unknown>;
  readonly get: (path: string) => TransportRequest;
}

async function start(): Promise<Started> {
  const sockets = new Set<Socket>();
  let finish = (): void => undefined;
  const server = createServer((request, response) => {
    if (request.url !== "/long") return void response.end(JSON.stringify({ data: [] }));
    response.write("begun");
    finish = () => void response.end("ended");
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stateDir = tempDir();
  const write = (config: object): Promise<void> => writeFile(join(stateDir, "openclaw.json"), JSON.stringify(config));
  await write({});
  const env = { OPENCLAW_STATE_DIR: stateDir, OPENROUTER_API_KEY: "sk-or-v1-planted-upstream-key", OPENROUTER_BASE_URL: url };
  const gateway = await createGateway({ configOptions: { env, cwd: stateDir } });
  onTestFinished(async () => {
    await gateway.close();
    server.closeAllConnections();
    server.close();
  });
  return {
    gateway,
    sockets,
    finish: () => finish(),
    configure: async (config) => {
      await write(config);
      return gateway.reload();
    },
    get: (path) => ({ method: "GET", url: `${url}${path}`, headers: {}, signal: new AbortController().signal }),
  };
}

const text = async (reply: ReturnType<GatewayBase["transport"]>): Promise<string> => {
  const { body } = await reply;
  let read = "";
  for (let piece = await body.read(); piece !== undefined; piece = await body.read()) read += Buffer.from(piece).toString();
  return read;
};
const failover = (connectMs: number): object => ({ agents: { defaults: { failover: { connectMs } } } });

// SRV-2
it("closes the connections of an older configuration when their last request is over", async () => {
  const { gateway, sockets, finish, configure, get } = await start();
  const long = await gateway.transport(get("/long"));
  await text(gateway.transport(get("/short")));
  expect(sockets.size).toBe(2);
  expect(await configure(failover(4_000))).toBeUndefined();
  await vi.waitUntil(() => sockets.size === 1);
  await text(gateway.transport(get("/short")));
  expect(sockets.size).toBe(2);
  finish();
  expect(await text(Promise.resolve(long))).toBe("begunended");
  await vi.waitUntil(() => sockets.size === 1);
});

it("keeps its connections where a change does not concern them", async () => {
  const { gateway, sockets, configure, get } = await start();
  await text(gateway.transport(get("/short")));
  const [socket] = sockets;
  await configure({ agents: { defaults: { model: { primary: "openrouter/openai/gpt-4o" } } } });
  await text(gateway.transport(get("/short")));
  expect([...sockets]).toEqual([socket]);
});

it("asks for models by the configuration in use, also behind a base URL that it has known before", async () => {
  const { gateway, sockets, configure } = await start();
  expect(
    await configure({
      models: { providers: { openrouter: { request: { proxy: { mode: "explicit-proxy", url: "http://127.0.0.1:9" } } } } },
    }),
  ).toBeUndefined();
  await gateway.current().catalog.all({ network: "always" });
  expect(sockets.size).toBe(0);
});

it("keeps what is in use when a proxy cannot be one", async () => {
  const { gateway, configure, get } = await start();
  const proxy = { mode: "explicit-proxy", url: "not a url" };
  expect(await configure({ models: { providers: { openrouter: { request: { proxy } } } } })).toMatchObject({ code: "config_invalid" });
  expect(await text(gateway.transport(get("/short")))).toBe('{"data":[]}');
});
