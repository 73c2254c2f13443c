import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, resolve } from "node:path";
import { build } from "esbuild";
import { ROOT } from "../steps/run-step.mjs";
import { differs } from "./expected.mjs";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript" };
const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A page in Chromium, once bundled and once with nothing but an import map before the installed files. */
export function browserConsumers({ project, baseUrl }) {
  return [
    { name: "Chromium: a bundled page", use: async () => openPage(project, baseUrl, { bundle: await bundlePage(project), imports: {} }) },
    { name: "Chromium: plain modules with an import map", use: async () => openPage(project, baseUrl, { imports: importMap(project) }) },
  ];
}

async function openPage(project, baseUrl, { bundle, imports }) {
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  const html = readFileSync(join(project, "page.html"), "utf8").replace("<!-- imports -->", map);
  const pages = { "/": ["text/html", html], ...(bundle === undefined ? {} : { "/entry.mjs": ["text/javascript", bundle] }) };
  const server = createServer((request, response) => void answer(request, response, { project, baseUrl, pages }));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { chromium } = createRequire(join(ROOT, "apps", "server", "package.json"))("playwright-core");
  const browser = await chromium.launch({ executablePath: BROWSERS.find((file) => existsSync(file)), args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => document.title.startsWith("{") || document.title.startsWith("failed"), undefined, { timeout: 30_000 });
    return differs(await page.title());
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

/** The page's own files; the API stands on the same origin, as behind a reverse proxy. */
async function answer(request, response, { project, baseUrl, pages }) {
  const { pathname } = new URL(request.url, "http://page.test");
  if (pathname.startsWith("/api/v1/")) return forward(request, response, baseUrl + pathname.slice("/api/v1".length));
  const page = pages[pathname];
  if (page !== undefined) return response.writeHead(200, { "content-type": page[0] }).end(page[1]);
  const file = resolve(project, `.${pathname === "/entry.mjs" ? "/portable.mjs" : pathname}`);
  if (!file.startsWith(project) || !existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
  return createReadStream(file).pipe(response);
}

async function forward(request, response, url) {
  const body = request.method === "POST" ? { body: request, duplex: "half" } : {};
  const { authorization, "content-type": type } = request.headers;
  const headers = { ...(authorization ? { authorization } : {}), ...(type ? { "content-type": type } : {}) };
  const reply = await fetch(url, { method: request.method, headers, ...body });
  response.writeHead(reply.status, { "content-type": reply.headers.get("content-type") ?? "" });
  for await (const piece of reply.body ?? []) response.write(piece);
  response.end();
}

async function bundlePage(project) {
  const { outputFiles } = await build({
    entryPoints: [join(project, "portable.mjs")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2023",
  });
  return outputFiles[0].text;
}

/** Every `import` entry of the installed packages, as their manifests name them. */
function importMap(project) {
  const modules = join(project, "node_modules");
  const manifestOf = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  const own = readdirSync(join(modules, "@openclaw")).map((name) => `@openclaw/${name}`);
  const needed = own.flatMap((name) => Object.keys(manifestOf(name).dependencies ?? {}));
  const entries = [...new Set(["zod", ...own, ...needed])].flatMap((name) => {
    const { exports = {} } = manifestOf(name);
    return Object.entries(exports).flatMap(([key, target]) => {
      const file = target.browser ?? target.import?.default ?? target.import ?? target.default ?? target;
      return typeof file === "string" && file.endsWith("js")
        ? [[name + key.slice(1), `/node_modules/${name}/${file.replace("./", "")}`]]
        : [];
    });
  });
  return Object.fromEntries(entries);
}
