import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFetchTransport, NetworkError } from "@openclaw/core";
import { fakeFetch, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

interface Printed {
  readonly request: { readonly headers: Record<string, string>; readonly body: unknown };
  readonly warnings: readonly { readonly message: string }[];
}

const printed = (stdout: string): Printed => JSON.parse(stdout) as Printed;

const homeWith = (config: string): string => {
  const home = tempDir();
  mkdirSync(join(home, ".openclaw"));
  writeFileSync(join(home, ".openclaw", "openclaw.json"), config);
  return home;
};

describe("--dry-run", () => {
  it.each([
    ["a model that thinks", ["chat", "-m", "openrouter/anthropic/claude-sonnet-4.6", "--thinking", "high", "hi"]],
    [
      "a model that only paints",
      [
        "infer",
        "image",
        "generate",
        "-m",
        "openrouter/black-forest-labs/flux.2-pro",
        "--prompt",
        "a cat",
        "--quality",
        "high",
        "--output-format",
        "webp",
      ],
    ],
    [
      "a duration that the model has not",
      ["infer", "video", "generate", "-m", "openrouter/alibaba/wan-2.6", "--prompt", "waves", "--duration", "7"],
    ],
  ])("prints the body that is sent, for %s (CLI-5)", async (_name, argv) => {
    const { sandbox } = await testSandbox();
    // OpenRouter's own address, so that all is sent that is sent there.
    const options = {
      env: { OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICplan", OPENCLAW_POLL_INTERVAL_MS: "20" },
      home: homeWith(
        '{ agents: { defaults: { models: { "openrouter/black-forest-labs/flux.2-pro": { params: { imageApi: "images" } } } } } }',
      ),
      transport: createFetchTransport((url, init) => fetch(url.replace("https://openrouter.ai", sandbox.url), init)),
    };
    const dry = await runCli([...argv, "--dry-run", "--json"], options);
    expect(dry.exitCode).toBe(0);
    expect(sandbox.requests.filter(({ method }) => method === "POST")).toEqual([]);
    await runCli(argv, options);
    const sent = sandbox.requests.find(({ method }) => method === "POST");
    expect(printed(dry.stdout).request).toMatchObject({ url: expect.stringContaining(sent?.path ?? "nothing") as string });
    expect(printed(dry.stdout).request.body).toEqual(sent?.body);
  });

  it.each([
    [["chat", "-m", "openrouter/anthropic/claude-sonnet-4.6", "hi"]],
    [["infer", "image", "generate", "--prompt", "a cat"]],
    [["infer", "video", "generate", "--prompt", "waves"]],
  ])("says first that the catalogue of %j could not be had (CLI-5, REF-2)", async (argv) => {
    const transport = async (): Promise<never> => {
      throw new NetworkError("Nobody is there.", { code: "network_unreachable" });
    };
    const { exitCode, stdout } = await runCli([...argv, "--dry-run", "--json"], { transport });
    expect(exitCode).toBe(0);
    expect(printed(stdout).warnings[0]?.message).toBe("the catalogue is not loaded; the real request may differ");
  });

  it("reads catalogues without a key where none was found (CLI-5, KEY-6)", async () => {
    const fake = fakeFetch({});
    const transport = createFetchTransport((url, init) => fake.fetch(url, init));
    await runCli(["infer", "video", "generate", "--prompt", "waves", "--dry-run"], { transport });
    expect(fake.calls.map(({ method }) => method)).not.toContain("POST");
    expect(JSON.stringify(fake.calls)).not.toMatch(/authorization/i);
  });

  it("names the configured headers and shows the value of none, nor of a key (CLI-5, KEY-6)", async () => {
    const home = homeWith(
      '{ models: { providers: { openrouter: { headers: { "X-Team": "plain-value-a", "X-Api-Key": "plain-value-b" } } } } }',
    );
    for (const extra of [[], ["--json"]]) {
      const { stdout } = await runCli(["chat", "hi", "--dry-run", ...extra], { home });
      expect(stdout).toMatch(/Authorization"?: "?Bearer \[redacted\]/);
      expect(stdout).toMatch(/X-Team"?: "?\[redacted\]/);
      expect(stdout).toMatch(/X-Api-Key"?: "?\[redacted\]/);
      expect(stdout).not.toContain("plain-value");
    }
  });
});
