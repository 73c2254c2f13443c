import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../steps/run-step.mjs";

/** The two programs, as they were installed: `openclaw` asks, `openclaw-server` is asked. */
export function programConsumers({ project, folder, baseUrl, packed }) {
  const home = join(folder, "home");
  mkdirSync(home);
  const env = { HOME: home, OPENROUTER_API_KEY: "sk-or-sandbox", OPENROUTER_BASE_URL: baseUrl, NO_COLOR: "1" };
  const program = (name) => join(project, "node_modules", ".bin", name);
  const consumers = [
    {
      name: "openclaw: one question",
      use: async () => {
        const { code, output } = await run(program("openclaw"), ["chat", "--quiet", "What is 6 * 7?"], { cwd: home, env });
        return code === 0 && output.trim() === "6 * 7 = 42" ? undefined : `exit code ${code}:\n${output}`;
      },
    },
    {
      name: "openclaw --sandbox: without a key, with the installed sandbox",
      use: async () => {
        const keyless = { ...env, OPENROUTER_API_KEY: "", OPENROUTER_BASE_URL: "" };
        const { code, output } = await run(program("openclaw"), ["chat", "--sandbox", "--quiet", "What is 6 * 7?"], {
          cwd: home,
          env: keyless,
        });
        return code === 0 && output.includes("42") ? undefined : `exit code ${code}:\n${output}`;
      },
    },
    { name: "openclaw-server: one question over HTTP", use: () => askServer(program("openclaw-server"), { cwd: home, env }) },
  ];
  const bins = packed.flatMap(({ manifest }) => Object.keys(manifest.bin ?? {}));
  return consumers.filter(({ name }) => bins.includes(/^[\w-]+/.exec(name)[0]));
}

async function askServer(command, { cwd, env }) {
  const child = spawn(command, ["--port", "0"], { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
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
