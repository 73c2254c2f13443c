import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";
import { timeRequests } from "./time-requests.js";
import { createTimings } from "./timings.js";

function clock() {
  let nowMs = 1000;
  return { now: () => nowMs, pass: (ms: number) => void (nowMs += ms) };
}

function reported(timings: ReturnType<typeof createTimings>): readonly string[] {
  const lines: string[] = [];
  timings.report({ detail: (line) => void lines.push(line) });
  return lines;
}

describe("where the time went", () => {
  it("names each phase with its time, what goes on meanwhile, and the whole since the program began", async () => {
    const { now, pass } = clock();
    const timings = createTimings(now, 50);
    await timings.measure("config", async () => pass(5));
    timings.start("GET /models");
    timings.prepare();
    pass(7);
    timings.sent();
    timings.add("first token", 300);
    expect(reported(timings)).toEqual([
      "  start-up               50 ms",
      "  config                  5 ms",
      "  GET /models          goes on",
      "  prepare the request     7 ms",
      "  first token           300 ms",
      "  total                  62 ms",
    ]);
    expect(reported(timings)).toEqual([]);
  });

  it("begins anew with each turn, and says nothing of what was prepared and never sent", () => {
    const { now, pass } = clock();
    const timings = createTimings(now);
    timings.prepare();
    pass(9000);
    timings.restart();
    timings.prepare();
    expect(reported(timings)).toEqual([]);
    timings.add("key", 1);
    pass(2);
    expect(reported(timings)).toEqual(["  key    1 ms", "  total  2 ms"]);
  });

  it("takes a request apart, and tells neither a query nor the path of another host", async () => {
    const { now, pass } = clock();
    const timings = createTimings(now);
    const pieces = [new Uint8Array(3), new Uint8Array(4)];
    const transport = timeRequests(
      async () => {
        pass(20);
        const read = async () => (pass(10), pieces.shift());
        return { status: 200, headers: new Headers(), body: { read, cancel: async () => undefined } };
      },
      timings,
      { baseUrl: "https://proxy.example/secret-team/v1", now },
    );
    const ask = (url: string) => transport({ method: "GET", url, headers: {}, signal: new AbortController().signal });
    const { body } = await ask("https://proxy.example/secret-team/v1/generation?id=gen-1");
    while ((await body.read()) !== undefined);
    await (await ask("https://files.example/signed/secret?key=1")).body.cancel();
    expect(reported(timings)).toEqual([
      "  GET /generation    50 ms  200 after 20 ms, first byte after 30 ms, 7 B",
      "  GET files.example  20 ms  200 after 20 ms",
      "  total              70 ms",
    ]);
  });
});

describe("--verbose (CLI-4)", () => {
  const lines: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["infer model run", ["infer", "model", "run", "echo: heron"], ["config", "key", "catalogue", "prepare the request", "first token"]],
    ["chat", ["chat", "echo: heron"], ["config", "POST /chat/completions", "connect to 127.0.0.1", "first token"]],
    ["agent", ["agent", "--message", "echo: heron"], ["POST /chat/completions", "first token"]],
    ["infer image generate", ["infer", "image", "generate", "a heron"], ["catalogue", "POST /chat/completions"]],
    ["models list", ["models", "list", "--refresh"], ["config", "catalogue", "GET /models"]],
  ];

  it.each(lines)("tells the phases of %s on stderr, and neither the prompt nor the key", async (_name, argv, phases) => {
    const { env } = await testSandbox();
    const home = tempDir();
    const { stderr, exitCode } = await runCli([...argv, "--verbose"], { env, home, stdin: "" });
    expect(exitCode, stderr).toBe(0);
    for (const phase of [...phases, "total"]) expect(stderr).toMatch(new RegExp(`^  ${phase}(?::\\d+)? +[\\d.]+ m?s`, "m"));
    expect(stderr).not.toContain("heron");
    expect(stderr).not.toContain("SYNTHETIC");
    const { stderr: quiet } = await runCli(argv, { env, home, stdin: "" });
    expect(quiet).not.toMatch(/^ {2}(?:config|total)/m);
  });
});
