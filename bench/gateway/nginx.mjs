// nginx as a bare proxy: kept connections on both sides, no buffering, one process.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answers, freePort, startProgram } from "./processes.mjs";

const FOLDERS = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

/** Starts it; `undefined` where it is not installed. */
export async function startNginx(upstreamUrl) {
  if (spawnSync("nginx", ["-v"], { stdio: "ignore" }).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "openclaw-nginx-"));
  const port = await freePort();
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 1000000;
  ${FOLDERS.map((name) => `${name}_temp_path ${folder}/${name};`).join(" ")}
  upstream provider { server ${new URL(upstreamUrl).host}; keepalive 64; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://provider/api/; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; }
  }
}
`,
  );
  const child = startProgram(["-p", folder, "-c", join(folder, "nginx.conf")], { program: "nginx" });
  child.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const url = `http://127.0.0.1:${port}`;
  return (await answers(url)) ? { child, pid: child.pid, url } : undefined;
}
