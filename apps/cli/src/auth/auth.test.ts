import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";
import { readRedirect } from "./pkce.js";

const storeOf = (home: string): string => join(home, ".openclaw", "agents", "main", "agent", "auth-profiles.json");
const addressIn = (text: string): string => /https?:\/\/\S+\/auth\?\S+/.exec(text)?.[0] ?? "";

describe("models auth login in the browser (KEY-5)", () => {
  it("listens, trades the code and stores the key for its owner alone (KEY-3)", async () => {
    const { sandbox } = await testSandbox();
    const home = tempDir();
    const env = { OPENROUTER_BASE_URL: sandbox.baseUrl };
    let seen = "";
    let visited: Promise<Response> | undefined;
    const run = await runCli(["models", "auth", "login", "--port", "0"], {
      env,
      home,
      onStderr(text) {
        seen += text;
        const address = addressIn(seen);
        if (address === "" || visited !== undefined) return;
        const callback = new URL(new URL(address).searchParams.get("callback_url") ?? "");
        const forged = new URL(callback);
        forged.searchParams.set("state", "another");
        forged.searchParams.set("code", "stolen");
        // A forged redirect first: it is refused and does not end the sign-in.
        visited = fetch(forged).then((reply) => {
          expect(reply.status).toBe(400);
          return fetch(address);
        });
      },
    });
    expect(run.exitCode, run.stderr).toBe(0);
    expect(await (await visited)?.text()).toContain("Signed in");
    expect(run.stdout).toMatch(/^Stored: openrouter:default \(\S+\)\n$/);
    expect(addressIn(seen)).toContain("code_challenge_method=S256");
    const stored = JSON.parse(readFileSync(storeOf(home), "utf8"));
    expect(stored.profiles["openrouter:default"]).toMatchObject({ type: "api_key", metadata: { authFlow: "oauth-pkce" } });
    expect(process.platform === "win32" ? 0 : statSync(storeOf(home)).mode & 0o077).toBe(0);
    expect(`${run.stdout}${run.stderr}`).not.toContain(stored.profiles["openrouter:default"].key);
    expect((await runCli(["chat", "echo: hi"], { env, home, stdin: "" })).stdout).toBe("hi\n");
    expect((await runCli(["models", "auth", "list"], { env, home })).stdout).toContain("openrouter:default  oauth  file");
    expect((await runCli(["models", "auth", "logout"], { env, home })).stdout).toBe("Removed: openrouter:default\n");
    expect((await runCli(["models", "auth", "logout"], { env, home })).exitCode).toBe(2);
  });

  it("refuses a pasted address of another sign-in, a bare code and a refusal; nothing is stored", async () => {
    const { sandbox } = await testSandbox();
    const home = tempDir();
    for (const stdin of ["http://localhost:3000/openrouter-oauth/callback?state=other&code=abc", "abc", "?error=access_denied"]) {
      const run = await runCli(["models", "auth", "login", "--paste"], { env: { OPENROUTER_BASE_URL: sandbox.baseUrl }, home, stdin });
      expect(run).toMatchObject({ exitCode: 2, stdout: "" });
    }
    expect(() => statSync(storeOf(home))).toThrow("ENOENT");
    expect(readRedirect("state=s&code=c", "s")).toBe("c");
  });
});

describe("models auth", () => {
  it("stores piped keys as profiles and orders them", async () => {
    const { sandbox } = await testSandbox();
    const home = tempDir();
    const env = { OPENROUTER_BASE_URL: sandbox.baseUrl };
    for (const name of ["work", "home"]) {
      const argv = ["models", "auth", "login", "--method", "api-key", "--profile-id", `openrouter:${name}`];
      expect((await runCli(argv, { env, home, stdin: `sk-or-v1-SYNTHETIC${name}NotARealKey000000\n` })).exitCode).toBe(0);
    }
    const order = (...argv: string[]) => runCli(["models", "auth", "order", ...argv], { env, home });
    expect((await order("set", "openrouter:home", "openrouter:work")).stdout).toBe("openrouter:home, openrouter:work\n");
    expect((await order("set", "openrouter:nobody")).exitCode).toBe(2);
    expect((await order("clear")).stdout).toBe("The order of the config.\n");
    expect((await order()).stdout).toBe("The order of the config.\n");
  });
});
