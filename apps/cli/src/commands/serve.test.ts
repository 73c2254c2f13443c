import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { type CliOptions, runCli } from "../testing/run-cli.js";

async function serveWith(config: string, { argv = ["--port", "0"], ...options }: CliOptions & { readonly argv?: readonly string[] } = {}) {
  const home = tempDir();
  mkdirSync(join(home, ".openclaw"));
  writeFileSync(join(home, ".openclaw", "openclaw.json"), config);
  const started: (readonly string[])[] = [];
  const result = await runCli(["serve", ...argv], {
    ...options,
    home,
    runProgram: async (_path, args) => {
      started.push(args);
      return 0;
    },
  });
  return { result, started };
}

describe("serve on a terminal", () => {
  const said = async (config: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    (await serveWith(config, { argv, env, terminal: true, columns: 200 })).result.stderr;

  it("says where its page is, and which token opens it, without showing one (CLI-5, KEY-6)", async () => {
    const config = '{\n  gateway: { port: 4000, auth: { token: "synthetic-token" } },\n}';
    expect(await said(config, [])).toBe(
      "The page is at http://127.0.0.1:4000/ and asks for the token that is set by ~/.openclaw/openclaw.json:2 (gateway.auth.token).\n",
    );
    expect(await said(config, ["--port", "4001"], { OPENCLAW_GATEWAY_TOKEN: "another-token" })).toBe(
      "The page is at http://127.0.0.1:4001/ and asks for the token that is set by environment OPENCLAW_GATEWAY_TOKEN (gateway.auth.token).\n",
    );
  });

  it("says only where the page is where no token is set, and nothing where the port is not known yet", async () => {
    expect(await said("{}", [])).toBe("The page is at http://127.0.0.1:18789/.\n");
    expect(await said("{}", ["--port", "0"])).toBe("");
    expect(await said("{}", ["--host", "10.0.0.5", "--quiet"])).toBe("");
  });
});

// CFG-4
describe("serve", () => {
  it("says which settings of gateway the server does not act on, and starts it", async () => {
    const { result, started } = await serveWith(
      "{ gateway: { tls: { enabled: true }, controlUi: { root: 'a' } }, auth: { cooldowns: {} } }",
    );
    expect(result).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "warning: The server does not act on: gateway.tls, gateway.controlUi.root.\n",
    });
    expect(started).toEqual([["--port=0"]]);
  });

  it("leaves a file that cannot be used to the server, which says what is wrong with it", async () => {
    const { result, started } = await serveWith("{ gateway: { port: }");
    expect({ result, started }).toEqual({ result: { exitCode: 0, stdout: "", stderr: "" }, started: [["--port=0"]] });
  });
});
