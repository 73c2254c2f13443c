import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./run-step.mjs";

const NGINX = "/usr/sbin/nginx";
const OPENSSL = "/usr/bin/openssl";
const EVENTS_AT_LEAST = 8;

/**
 * Starts nginx with this site (its ports and certificate replaced) before a real server and the sandbox, and asks for a streamed answer: its
 * events must come one after the other, not together at the end; the page and the probes must answer under the public name; `/admin` must be closed
 * to an address outside its list.
 */
export async function streamThroughNginx(site) {
  if (spawnSync(NGINX, ["-v"]).error !== undefined) return { missing: "not checked: nginx is not installed" };
  const folder = mkdtempSync(join(tmpdir(), "openclaw-nginx-"));
  const { createSandbox } = await import(pathToFileURL(join(ROOT, "packages/sandbox/dist/index.js")).href);
  const sandbox = await createSandbox({ tokensPerSecond: 60 });
  const home = join(folder, "home");
  mkdirSync(home);
  const server = start(process.execPath, [join(ROOT, "apps/server/dist/openclaw-server.js"), "--port", "0"], {
    HOME: home,
    OPENROUTER_API_KEY: "sk-or-sandbox",
    OPENROUTER_BASE_URL: sandbox.baseUrl,
    OPENCLAW_GATEWAY_TOKEN: "gateway-token",
    OPENCLAW_SERVER_PUBLIC_URL: "https://llm.example.org",
  });
  const port = await freePort();
  let nginx;
  try {
    const [, upstreamPort] = await server.printed(/"url":"http:\/\/[^"]*:(\d+)"/);
    writeConfig(folder, site, { port, upstreamPort });
    const tested = spawnSync(NGINX, ["-t", "-c", join(folder, "nginx.conf")], { encoding: "utf8" });
    if (tested.status !== 0) return { problem: tested.stderr };
    nginx = start(NGINX, ["-c", join(folder, "nginx.conf")]);
    const arrivals = await untilReachable(() => askStream(port));
    const spreadMs = arrivals.at(-1) - arrivals[0];
    if (arrivals.length < EVENTS_AT_LEAST || spreadMs < 200)
      return { problem: `${arrivals.length} pieces within ${spreadMs} ms: the stream was buffered` };
    for (const path of ["/", "/healthz"]) {
      const status = await get(port, path, { host: "llm.example.org" });
      if (status !== 200) return { problem: `${path} answered ${status} under the public name` };
    }
    const wrong = await get(port, "/v1/models", { host: "llm.example.org", authorization: "Bearer wrong" });
    if (wrong !== 401) return { problem: `a wrong key was answered ${wrong}` };
    const admin = await get(port, "/admin/keys", { authorization: "Bearer gateway-token" });
    if (admin !== 403) return { problem: `/admin answered ${admin} to an address outside its list` };
    return { ok: `nginx -t, and ${arrivals.length} pieces of a stream over ${Math.round(spreadMs)} ms` };
  } finally {
    nginx?.child.kill("SIGTERM");
    server.child.kill("SIGTERM");
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeConfig(folder, site, { port, upstreamPort }) {
  const [certificate, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const subject = ["-subj", "/CN=llm.example.org", "-days", "1", "-nodes", "-newkey", "rsa:2048"];
  spawnSync(OPENSSL, ["req", "-x509", ...subject, "-keyout", key, "-out", certificate]);
  const own = site
    .replace("listen 443 ssl", `listen 127.0.0.1:${port} ssl`)
    .replace("127.0.0.1:18789", `127.0.0.1:${upstreamPort}`)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${certificate};`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`);
  const main = ["daemon off;", "worker_processes 1;", `pid ${folder}/pid;`, `error_log ${folder}/error.log;`, "events {}"];
  writeFileSync(join(folder, "nginx.conf"), `${main.join("\n")}\nhttp {\naccess_log off;\n${temporary.join("\n")}\n${own}}\n`);
}

/** When each piece of the answer arrived. */
function askStream(port) {
  const body = JSON.stringify({
    model: "openrouter/openai/gpt-5-mini",
    stream: true,
    messages: [{ role: "user", content: "Count to 40." }],
  });
  return new Promise((resolve, reject) => {
    const arrivals = [];
    const headers = { authorization: "Bearer gateway-token", "content-type": "application/json", host: "llm.example.org" };
    const options = { port, host: "127.0.0.1", path: "/v1/chat/completions", method: "POST", rejectUnauthorized: false, headers };
    const sent = request(options, (reply) => {
      if (reply.statusCode !== 200) reject(new Error(`HTTP ${reply.statusCode}`));
      reply.on("data", () => arrivals.push(performance.now()));
      reply.on("end", () => resolve(arrivals));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function get(port, path, headers) {
  return new Promise((resolve, reject) => {
    const options = { port, host: "127.0.0.1", path, rejectUnauthorized: false, headers };
    request(options, (reply) => resolve(reply.resume().statusCode))
      .on("error", reject)
      .end();
  });
}

async function untilReachable(action) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await action();
    } catch (error) {
      if (error.code !== "ECONNREFUSED" || tries === 50) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

function start(command, args, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const printed = (pattern) =>
    new Promise((resolve, reject) => {
      const look = (text) => {
        output += text;
        const found = pattern.exec(output);
        if (found !== null) resolve(found);
      };
      child.stdout.setEncoding("utf8").on("data", look);
      child.stderr.setEncoding("utf8").on("data", look);
      child.on("exit", (code) => reject(new Error(`${command} ended with ${code}:\n${output}`)));
    });
  return { child, printed };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
