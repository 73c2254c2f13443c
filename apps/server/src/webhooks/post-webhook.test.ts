import type { lookup, LookupAddress } from "node:dns";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPublicLookup, postWebhook } from "./post-webhook.js";

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  if (request.url === "/moved") response.writeHead(302, { location: "/secret" }).end();
  else if (request.url === "/busy") response.writeHead(503, { "retry-after": "7" }).end();
  else if (request.url !== "/silent") response.end("x".repeat(100_000));
});
let url = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const options = { headers: {}, body: "{}", allowPrivate: true };

function resolvesTo(...addresses: readonly string[]): typeof lookup {
  const found: LookupAddress[] = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  return ((_: string, __: unknown, callback: (error: null, found: LookupAddress[]) => void) =>
    callback(null, found)) as unknown as typeof lookup;
}

function ask(lookupAll: typeof lookup, all: boolean): Promise<unknown> {
  return new Promise((resolve) => {
    createPublicLookup(lookupAll)("hook.example.com", { all }, (error, address) => resolve(error?.code ?? address));
  });
}

// SRV-6, SRV-8
it("connects to what a name stands for at that moment only when all of it is public", async () => {
  expect(await ask(resolvesTo("93.184.216.34"), false)).toBe("93.184.216.34");
  expect(await ask(resolvesTo("93.184.216.34"), true)).toEqual([{ address: "93.184.216.34", family: 4 }]);
  for (const address of ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:192.168.0.1"]) {
    expect(await ask(resolvesTo("93.184.216.34", address), true), address).toBe("EPRIVATE");
    expect(await ask(resolvesTo(address), false), address).toBe("EPRIVATE");
  }
  expect(await ask(resolvesTo(), true)).toBe("EPRIVATE");
});

it("does not follow a redirect, and reads no more of an answer than its head", async () => {
  expect(await postWebhook(`${url}/moved`, options)).toEqual({ status: 302, retryAfter: undefined });
  expect(await postWebhook(`${url}/busy`, options)).toEqual({ status: 503, retryAfter: "7" });
  expect(await postWebhook(`${url}/ok`, options)).toMatchObject({ status: 200 });
  expect(asked).not.toContain("GET /secret");
  expect(asked).toContain("POST /ok");
});

it("refuses a private address without asking it, and gives up on one that does not answer", async () => {
  const before = asked.length;
  await expect(postWebhook(`${url}/no`, { ...options, allowPrivate: false })).rejects.toMatchObject({ code: "url_refused" });
  expect(asked).toHaveLength(before);
  await expect(postWebhook(`${url}/silent`, { ...options, timeoutMs: 50 })).rejects.toMatchObject({ name: "AbortError" });
});
