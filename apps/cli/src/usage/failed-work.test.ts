import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFetchTransport, type Transport } from "@openclaw/core";
import { type FakeReply, type FakeRoutes, fakeFetch, tempDir } from "@openclaw/testing";
import { writeWav } from "@openclaw/tts";
import { describe, expect, it, vi } from "vitest";
import { runCli } from "../testing/run-cli.js";

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const CHAT = "POST /api/v1/chat/completions";
const LISTEN = "POST /api/v1/audio/transcriptions";
const usageOf = (cost: number) => ({ prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, cost });
const chunk = (value: object) => `data: ${JSON.stringify({ id: "gen-1", model: "acme/one", ...value })}\n\n`;
const said = (content: string, id = "gen-1") => chunk({ id, choices: [{ index: 0, delta: { content }, finish_reason: null }] });
const whole = (content: string, cost: number): FakeReply => ({
  type: "stream",
  chunks: [
    chunk({ choices: [{ index: 0, delta: { content }, finish_reason: "stop" }] }),
    chunk({ choices: [], usage: usageOf(cost) }),
    "data: [DONE]\n\n",
  ],
});
const MODELS = [
  { id: "acme/one", architecture: { input_modalities: ["text", "image"], output_modalities: ["text"] } },
  { id: "google/gemini-3.1-flash-image-preview", architecture: { input_modalities: ["text"], output_modalities: ["image", "text"] } },
  { id: "openai/whisper-large-v3-turbo" },
];
const told: FakeReply = { type: "json", body: { data: { id: "gen-2", total_cost: 0.25 } } };

interface Report {
  readonly untold: number;
  readonly total: { readonly turns: number; readonly costUsd: number };
  readonly groups: readonly { readonly name: string; readonly costUsd: number }[];
}

function place(routes: FakeRoutes) {
  const fake = fakeFetch({ "GET /api/v1/models": { type: "json", body: { data: MODELS } }, ...routes });
  const home = tempDir();
  const controller = new AbortController();
  const plain = createFetchTransport((url, init) => fake.fetch(url, init));
  /** Ctrl-C when more is waited for, of a reply that has nothing more. */
  const transport: Transport = async (request) => {
    const response = await plain(request);
    const stalls = response.headers.get("x-stalls") !== null;
    let reads = 0;
    const read = (): ReturnType<typeof response.body.read> => {
      reads += 1;
      if (stalls && reads > 1) controller.abort(new DOMException("", "AbortError"));
      return response.body.read();
    };
    return { ...response, body: { read, cancel: () => response.body.cancel() } };
  };
  const options = { env: { OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICfailedWorkNotARealKey" }, home, stdin: "" };
  return {
    home,
    run: (...argv: string[]) => runCli(argv, { ...options, transport, signal: controller.signal }),
    usage: async (): Promise<Report> =>
      JSON.parse((await runCli(["usage", "--json", "--by", "kind"], { ...options, transport: plain })).stdout) as Report,
  };
}
const stalled = (text: string, id: string): FakeReply => ({
  type: "stream",
  headers: { "x-stalls": "1" },
  chunks: [said(text, id)],
  end: "stall",
});

// CLI-2
describe("what was billed and came to nothing is counted", () => {
  it.each([
    [
      "chat",
      { [CHAT]: { type: "json", body: { id: "gen-1", choices: [{ message: { content: "I paint no foxes." } }], usage: usageOf(0.04) } } },
      [],
    ],
    ["images", { "POST /api/v1/images": { type: "json", body: { data: [], usage: usageOf(0.04) } } }, ["openrouter/acme/painter"]],
  ] as const)("when an image answer holds no picture (%s)", async (_route, routes, models) => {
    const { run, usage } = place({ "GET /api/v1/images/models": { type: "json", body: { data: [{ id: "acme/painter" }] } }, ...routes });
    const ran = await run("infer", "image", "generate", "--prompt", "a fox", ...models.flatMap((model) => ["--model", model]));
    expect(ran).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("missing image data") });
    expect(await usage()).toMatchObject({ untold: 0, total: { turns: 1 }, groups: [{ name: "image", costUsd: 0.04 }] });
  });

  it("when a later part of a recording fails, for the parts that were heard", async () => {
    const heard: FakeReply = { type: "json", body: { text: "Hello.", usage: { cost: 0.002 } } };
    const refused: FakeReply = { type: "json", status: 400, body: { error: { code: 400, message: "Bad sound." } } };
    const { run, usage, home } = place({ [LISTEN]: [heard, heard, refused] });
    writeFileSync(join(home, "openclaw.json"), JSON.stringify({ tools: { media: { audio: { maxBytes: 40_000 } } } }));
    const samples = new Int16Array(8000 * 8).map((_zero, at) => ((at * 7919) % 4001) - 2000);
    writeFileSync(join(home, "talk.wav"), writeWav(new Uint8Array(samples.buffer), { sampleRate: 8000, channels: 1 }));
    const ran = await run("infer", "audio", "transcribe", "--file", "talk.wav", "--config", join(home, "openclaw.json"));
    expect(ran).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("Bad sound.") });
    expect(await usage()).toMatchObject({ untold: 0, groups: [{ name: "transcription", costUsd: 0.004 }] });
  });

  it("when a transcript holds no text", async () => {
    const { run, usage, home } = place({ [LISTEN]: { type: "json", body: { usage: { cost: 0.002 } } } });
    writeFileSync(join(home, "talk.wav"), writeWav(new Uint8Array(16_000).fill(7), { sampleRate: 8000, channels: 1 }));
    await run("infer", "audio", "transcribe", "--file", "talk.wav");
    const { total, groups } = await usage();
    expect(groups).toMatchObject([{ name: "transcription" }]);
    // Asked once more, and billed once more.
    expect(total.costUsd).toBeCloseTo(0.004);
  });

  it("when Ctrl-C stops the description of an image", async () => {
    const { run, usage, home } = place({ [CHAT]: stalled("A fo", "gen-2"), "GET /api/v1/generation": told });
    writeFileSync(join(home, "fox.png"), Buffer.from(PNG, "base64"));
    expect(await run("infer", "image", "describe", "--file", "fox.png", "--model", "openrouter/acme/one")).toMatchObject({ exitCode: 130 });
    expect(await usage()).toMatchObject({ untold: 0, total: { turns: 1 }, groups: [{ costUsd: 0.25 }] });
  });

  it("when Ctrl-C stops an answer in a form, with the turn before it", async () => {
    const { run, usage, home } = place({ [CHAT]: [whole("no JSON", 0.5), stalled('{"a', "gen-2")], "GET /api/v1/generation": told });
    writeFileSync(join(home, "form.json"), JSON.stringify({ type: "object", properties: { age: { type: "number" } }, required: ["age"] }));
    const ran = await run("chat", "--schema", "form.json", "--model", "openrouter/acme/one", "How old?");
    expect(ran.exitCode, ran.stderr).toBe(130);
    expect(await usage()).toMatchObject({ untold: 0, groups: [{ name: "chat", costUsd: 0.75 }] });
  });

  it("when an answer in a form breaks off, and nothing follows", async () => {
    const broken: FakeReply = { type: "stream", chunks: [said('{"a', "gen-2")], end: "error" };
    const { run, usage, home } = place({ [CHAT]: broken, "GET /api/v1/generation": told });
    writeFileSync(join(home, "form.json"), JSON.stringify({ type: "object", properties: { age: { type: "number" } }, required: ["age"] }));
    const ran = await run("chat", "--schema", "form.json", "--model", "openrouter/acme/one", "How old?");
    expect(ran.exitCode, ran.stderr).toBe(1);
    expect((await usage()).total.costUsd).toBeGreaterThan(0);
  });
});

it("counts a picture that neither the state folder nor its place took, and says where it lies", async () => {
  vi.stubEnv("TMPDIR", tempDir());
  const image = { type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` } };
  const painted: FakeReply = {
    type: "json",
    body: { id: "gen-1", choices: [{ message: { content: "", images: [image] } }], usage: usageOf(0.04) },
  };
  const { run, usage, home } = place({
    [CHAT]: () => {
      // Sent by now: from here on nothing can be written there.
      const jobs = join(home, ".openclaw", "jobs", "image");
      const journal = readdirSync(jobs).find((name) => name.endsWith(".jsonl")) ?? "";
      writeFileSync(join(jobs, journal.replace(".jsonl", ".answer")), "in the way");
      rmSync(join(home, "out"), { recursive: true });
      writeFileSync(join(home, "out"), "in the way");
      return painted;
    },
  });
  mkdirSync(join(home, "out"));
  const { exitCode, stderr } = await run("infer", "image", "generate", "--prompt", "a fox", "--output", "out/fox.png");
  vi.unstubAllEnvs();
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/It is paid for and lies in \S+\.png; move it/);
  expect(await usage()).toMatchObject({ groups: [{ name: "image", costUsd: 0.04 }] });
});
