import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { tempDir } from "@openclaw/testing";
import { expect, it, onTestFinished } from "vitest";
import { Exchange } from "../http/exchange.js";
import { RouteTable } from "../http/route-table.js";
import { sendError } from "../http/send-json.js";
import { pageRoutes } from "./page.js";

const SCRIPT = "console.log('the page');\n".repeat(80);

/** The page's routes alone, over a folder as Vite leaves it. */
async function servePage(built = true): Promise<string> {
  const folder = `${tempDir()}/`;
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>OpenClaw</title>");
  writeFileSync(join(folder, "assets", "index-abc.js"), SCRIPT);
  writeFileSync(join(folder, "assets", "index-abc.js.br"), brotliCompressSync(SCRIPT));
  writeFileSync(join(folder, "assets", "index-abc.js.gz"), gzipSync(SCRIPT));
  const table = new RouteTable(pageRoutes(built ? folder : null));
  const server = createServer((request, response) => {
    const exchange = new Exchange(request, response, 0);
    Promise.resolve()
      .then(() => table.find(exchange))
      .then(({ route, parameter }) => route.handle(exchange, parameter))
      .catch((error: unknown) => sendError(exchange, error));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it("serves the page under a policy that allows this server's own files and nothing inline (UI-1)", async () => {
  const response = await fetch(await servePage());
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("no-cache");
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
});

it("sends what was compressed before, as the browser takes it, and keeps hashed names for ever", async () => {
  const url = `${await servePage()}/assets/index-abc.js`;
  for (const [accepted, coding] of [
    ["gzip, deflate, br", "br"],
    ["gzip", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["identity", null],
  ] as const) {
    const response = await fetch(url, { headers: { "accept-encoding": accepted } });
    expect(response.headers.get("content-encoding")).toBe(coding);
    expect(await response.text()).toBe(SCRIPT);
    expect(response.headers.get("cache-control")).toContain("immutable");
  }
});

it("answers 304 to who has it, for each coding by itself", async () => {
  const url = `${await servePage()}/assets/index-abc.js`;
  const first = await fetch(url, { headers: { "accept-encoding": "br" } });
  const etag = first.headers.get("etag") ?? "";
  await first.text();
  expect((await fetch(url, { headers: { "accept-encoding": "br", "if-none-match": etag } })).status).toBe(304);
  expect((await fetch(url, { headers: { "accept-encoding": "gzip", "if-none-match": etag } })).status).toBe(200);
});

it("gives nothing but the page's own files", async () => {
  const url = await servePage();
  for (const path of ["/assets/../index.html", "/assets/%2e%2e/%2e%2e/package.json", "/assets/index-abc.js.br", "/assets/", "/index.html"])
    expect((await fetch(`${url}${path}`)).status, path).toBe(404);
});

it("says what to do when the page was not built", async () => {
  const response = await fetch(await servePage(false));
  expect(response.status).toBe(404);
  expect(await response.text()).toContain("npm run build");
});
