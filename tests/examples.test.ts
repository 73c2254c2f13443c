// F-3: the examples are programs that run; tests/snippets.test.ts holds them against the README and the packages' pages.
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { stat } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { runProcess, tempDir } from "@openclaw/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const here = fileURLToPath(new URL("../examples/", import.meta.url));
const names = readdirSync(here).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ tokensPerSecond: Number.POSITIVE_INFINITY, videoScale: 0.2, videoMaxSeconds: 1 });
});
afterAll(async () => sandbox.close());

async function runExample(name: string, baseUrl: string) {
  const cwd = tempDir();
  const env = { ...process.env, OPENROUTER_API_KEY: "sk-or-sandbox", OPENROUTER_BASE_URL: baseUrl };
  const result = await runProcess(process.execPath, [join(here, name)], { cwd, env });
  return { ...result, cwd };
}

/** A port that was free a moment ago. */
async function deadPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

const EXPECTED: Readonly<Record<string, { readonly output: RegExp; readonly file?: string }>> = {
  "stream-chat.ts": { output: /42[\s\S]*moonshotai\/kimi-k2\.6: \$/ },
  "failover.ts": { output: /finished by anthropic\/claude-sonnet-4\.5 after 1 attempt/ },
  "tools.ts": { output: /Oslo/ },
  "structured-output.ts": { output: /\[/ },
  "conversation.ts": { output: /4 messages in openclaw-out\/conversation\.jsonl/, file: "conversation.jsonl" },
  "make-image.ts": { output: /lighthouse\.png \d+ bytes/, file: "lighthouse.png" },
  "make-video.ts": { output: /waves\.mp4 \d+ bytes/, file: "waves.mp4" },
  "speak-while-writing.ts": { output: /first sound after \d+ ms, \d+/, file: "answer.mp3" },
};

describe("the examples", () => {
  it("are all listed here", () => {
    expect(names.toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  });

  it.each(Object.entries(EXPECTED))(
    "%s runs on the built packages against the sandbox, and does what it says",
    async (name, { output, file }) => {
      const { exitCode, stdout, stderr, cwd } = await runExample(name, sandbox.baseUrl);
      expect(stderr).not.toMatch(/Error/);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(output);
      const made = file === undefined ? undefined : await stat(join(cwd, "openclaw-out", file));
      expect(made === undefined || made.size > 100).toBe(true);
    },
  );

  it.each(["speak-while-writing.ts", "stream-chat.ts"])("%s fails loudly when nobody answers", async (name) => {
    const { exitCode, stdout, stderr } = await runExample(name, `http://127.0.0.1:${await deadPort()}/api/v1`);
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/127\.0\.0\.1/);
    expect(stdout).not.toMatch(/first sound/);
  });
});
