import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ANSWER =
  'data: {"id":"gen-1","model":"openai/gpt-4o-mini","choices":[{"index":0,"delta":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

// As many as OpenRouter lists.
const ROWS = 420;

/**
 * A home of its own with a config file, and a server that has the sandbox's catalogue and a short answer to every question. What measures
 * and what serves are one process, so that "the request has arrived" is read on the same clock as "the program was started".
 */
export async function createFixture() {
  const home = mkdtempSync(join(tmpdir(), "openclaw-bench-"));
  const sandbox = spawn(process.execPath, [fileURLToPath(new URL("sandbox.mjs", import.meta.url))], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [sandboxUrl] = await once(sandbox.stdout, "data");
  const pages = new Map();
  let onAsked = () => undefined;
  const serve = async (request, response) => {
    if (request.method === "POST") {
      onAsked(performance.now());
      request.resume();
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(ANSWER);
      return;
    }
    if (!pages.has(request.url)) {
      const page = await fetch(new URL(request.url, String(sandboxUrl).trim()));
      pages.set(request.url, enlarge(await page.json()));
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.end(pages.get(request.url));
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const baseUrl = `http://127.0.0.1:${server.address().port}/api/v1`;
  const stateDir = join(home, ".openclaw");
  mkdirSync(stateDir, { mode: 0o700 });
  const config = {
    agents: { defaults: { model: { primary: "openrouter/openai/gpt-4o-mini" } } },
    models: { providers: { openrouter: { baseUrl } } },
  };
  writeFileSync(join(stateDir, "openclaw.json"), JSON.stringify(config, undefined, 2), { mode: 0o600 });
  const { PATH } = process.env;
  return {
    home,
    baseUrl,
    // Nothing of the caller's own settings; the compile cache is kept in the home, as warm as a second run finds it.
    env: { PATH, HOME: home, TMPDIR: home, OPENROUTER_API_KEY: "sk-or-v1-bench", NO_COLOR: "1", TERM: "dumb" },
    /** Resolves with when the next question arrived, on `performance.now`. */
    nextAsked: () => new Promise((resolve) => (onAsked = resolve)),
    /** How many rows the catalogue kept on disk has. */
    cachedRows: () => {
      const folder = join(stateDir, "cache");
      const [file] = readdirSync(folder);
      return JSON.parse(readFileSync(join(folder, file), "utf8")).rows.length;
    },
    close() {
      sandbox.kill();
      server.close();
      server.closeAllConnections();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The sandbox lists fewer models than OpenRouter: the rest are copies under other ids. */
function enlarge(page) {
  if (!Array.isArray(page.data) || page.data.length < 100) return JSON.stringify(page);
  const copies = Array.from({ length: ROWS - page.data.length }, (_, index) => {
    const row = page.data[index % page.data.length];
    return { ...row, id: `${row.id}-${index}`, name: `${row.name} ${index}` };
  });
  return JSON.stringify({ ...page, data: [...page.data, ...copies] });
}
