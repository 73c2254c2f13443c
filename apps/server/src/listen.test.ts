import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import { DEFAULT_LIMITS } from "./settings/limits.js";
import { listen } from "./listen.js";

const quiet = {
  host: "127.0.0.1",
  port: 0,
  limits: DEFAULT_LIMITS,
  active: new Set<never>(),
  onDraining: () => undefined,
  onMalformed: () => undefined,
  onNotAccepted: () => undefined,
};

// SRV-8
it("goes on when the system cannot give it a connection, and says so once a minute", async () => {
  const codes: string[] = [];
  let server: Server | undefined;
  const app = ({ socket }: IncomingMessage, response: ServerResponse): void => {
    ({ server } = socket as unknown as { readonly server: Server });
    response.end("here");
  };
  const listening = await listen(app, { ...quiet, onNotAccepted: (code) => codes.push(code) });
  onTestFinished(() => listening.close());
  expect(await (await fetch(listening.url)).text()).toBe("here");
  const clock = vi.spyOn(performance, "now");
  onTestFinished(() => clock.mockRestore());
  const nowMs = performance.now();
  // As libuv says it of a process, or a machine, that has no file left to open.
  for (const [atMs, code] of [
    [0, "EMFILE"],
    [10, "ENFILE"],
    [59_000, "ENFILE"],
    [61_000, "ENOBUFS"],
  ] as const) {
    clock.mockReturnValue(nowMs + atMs);
    server?.emit("error", Object.assign(new Error("accept"), { code, syscall: "accept" }));
  }
  expect(codes).toEqual(["EMFILE", "ENOBUFS"]);
  expect(await (await fetch(listening.url)).text()).toBe("here");
});

it("says why the port cannot be had (SRV-3)", async () => {
  const other = createServer();
  onTestFinished(() => void other.close());
  await new Promise<void>((resolve) => void other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  await expect(listen(() => undefined, { ...quiet, port })).rejects.toThrow(
    `127.0.0.1:${port} cannot be listened on: another program listens there.`,
  );
});
