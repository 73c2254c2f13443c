import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";

async function serveWith(config: string) {
  const home = tempDir();
  mkdirSync(join(home, ".openclaw"));
  writeFileSync(join(home, ".openclaw", "openclaw.json"), config);
  const started: (readonly string[])[] = [];
  const result = await runCli(["serve", "--port", "0"], {
    home,
    runProgram: async (_path, args) => {
      started.push(args);
      return 0;
    },
  });
  return { result, started };
}

// CFG-4
describe("serve", () => {
  it("says which settings of gateway the server does not act on, and starts it", async () => {
    const { result, started } = await serveWith(
      "{ gateway: { tls: { enabled: true }, controlUi: { enabled: false } }, auth: { cooldowns: {} } }",
    );
    expect(result).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "warning: The server does not act on: gateway.tls, gateway.controlUi.enabled.\n",
    });
    expect(started).toEqual([["--port=0"]]);
  });

  it("leaves a file that cannot be used to the server, which says what is wrong with it", async () => {
    const { result, started } = await serveWith("{ gateway: { port: }");
    expect({ result, started }).toEqual({ result: { exitCode: 0, stdout: "", stderr: "" }, started: [["--port=0"]] });
  });
});
