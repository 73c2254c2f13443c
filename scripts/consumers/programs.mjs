import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../steps/run-step.mjs";

/** The two programs, as they were installed: `openclaw` asks, `openclaw-server` is asked. Node 22 too, where it was installed. */
export function programConsumers({ project, folder, baseUrl, runtimes }) {
  const home = join(folder, "home");
  mkdirSync(home);
  const env = { HOME: home, OPENROUTER_API_KEY: "sk-or-sandbox", OPENROUTER_BASE_URL: baseUrl, NO_COLOR: "1" };
  const linked = { label: "", command: (name) => [join(project, "node_modules", ".bin", name)] };
  const older = {
    label: " on Node 22",
    command: (name, app) => [
      join(runtimes ?? "", "node-22", "bin", "node"),
      join(project, "node_modules", "@openclaw", app, "dist", `${name}.js`),
    ],
  };
  return [linked, ...(runtimes === undefined ? [] : [older])].flatMap(({ label, command }) => {
    const chat = (extra, environment) => ask(command("openclaw", "cli"), extra, { cwd: home, env: environment });
    return [
      { name: `openclaw${label}: one question`, use: () => chat([], env) },
      {
        name: `openclaw --sandbox${label}: without a key, with the installed sandbox`,
        use: () => chat(["--sandbox"], { ...env, OPENROUTER_API_KEY: "", OPENROUTER_BASE_URL: "" }),
      },
      {
        name: `openclaw-server${label}: one question over HTTP`,
        use: () => askServer(command("openclaw-server", "server"), { cwd: home, env }),
      },
    ];
  });
}

async function ask([program, ...args], extra, options) {
  const { code, output } = await run(program, [...args, "chat", ...extra, "--quiet", "What is 6 * 7?"], options);
  return code === 0 && output.includes("6 * 7 = 42") ? undefined : `exit code ${code}:\n${output}`;
}

async function askServer([program, ...args], { cwd, env }) {
  const child = spawn(program, [...args, "--port", "0"], { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  try {
    const url = await listeningUrl(child);
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "openrouter/openai/gpt-5-mini", messages: [{ role: "user", content: "What is 6 * 7?" }] }),
    });
    const text = await response.text();
    return response.ok && text.includes("6 * 7 = 42") ? undefined : `HTTP ${response.status}: ${text}`;
  } finally {
    child.kill("SIGTERM");
  }
}

function listeningUrl(child) {
  return new Promise((resolve, reject) => {
    let output = "";
    const look = (text) => {
      output += text;
      const found = /"url":"(http:[^"]+)"/.exec(output);
      if (found !== null) resolve(found[1]);
    };
    child.stdout.setEncoding("utf8").on("data", look);
    child.stderr.setEncoding("utf8").on("data", look);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`openclaw-server ended with ${code}:\n${output}`)));
  });
}
