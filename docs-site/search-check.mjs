import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { ROOT } from "../scripts/steps/run-step.mjs";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Opens the built site, searches, and follows the first hit. undefined, or what went wrong. `SCREENSHOTS=folder` keeps pictures. */
export async function searchProblem(folder) {
  const { chromium } = createRequire(join(ROOT, "apps", "server", "package.json"))("playwright-core");
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://docs.test").pathname);
    const file = [path, `${path}.html`, `${path}/index.html`]
      .map((name) => join(folder, name))
      .find((name) => existsSync(name) && statSync(name).isFile());
    if (file === undefined) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    return createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const browser = await chromium.launch({ executablePath: BROWSERS.find((file) => existsSync(file)), args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(`http://127.0.0.1:${server.address().port}/`, { waitUntil: "networkidle" });
    await screenshot(page, "home");
    await page.keyboard.press("Control+k");
    await page.fill("#localsearch-input", "firstTokenMs");
    const hit = page.locator(".VPLocalSearchBox .result").first();
    await hit.waitFor({ timeout: 20_000 });
    await screenshot(page, "search");
    await hit.click();
    await page.waitForFunction(() => document.querySelector(".vp-doc")?.textContent?.includes("firstTokenMs"), undefined, {
      timeout: 10_000,
    });
    await screenshot(page, "hit");
    return errors.length === 0 ? undefined : `The page threw: ${errors.join("\n")}`;
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

async function screenshot(page, name) {
  const folder = process.env.SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}
