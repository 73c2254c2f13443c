import { ChatError } from "@openclaw/chat";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { applyEdits, parseConfig, resolveCredentials } from "@openclaw/config";
import { editConfig, resolvePaths } from "@openclaw/config/node";
import { ApiError, createTarget, RequestError, StreamError, TimeoutError, ToolkitError } from "@openclaw/core";
import { readApiError } from "@openclaw/core/internal";
import { planVideo } from "@openclaw/media";
import { checkOutput, findJob } from "@openclaw/media/node";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { cliHint } from "./cli-hint.js";

const replyOf = (status: number, message: string, retryAfterMs?: number) =>
  readApiError(JSON.stringify({ error: { code: status, message } }), { status, retryAfterMs });
const inChat = (error: ToolkitError) =>
  new ChatError(error, { partial: { role: "assistant", content: null }, usage: undefined, attempts: [] });

// CLI-3
describe("a hint of the libraries in the command line's words", () => {
  it.each([
    [replyOf(401, "No auth credentials found"), /^Check the key: openclaw models status --probe\./],
    [replyOf(429, "Slow down"), /^Wait a moment, or add a fallback model: openclaw models fallbacks add <ref>$/],
    [replyOf(429, "Slow down", 4_200), /^Wait 5 s, or add a fallback model: /],
    [replyOf(429, "Slow down", 120_000), /^Wait 2 min 00 s, or add a fallback model: /],
    [replyOf(503, "Overloaded"), /^Try again shortly, or add a fallback model: openclaw models fallbacks add <ref>$/],
    [replyOf(404, "No endpoints found"), /openclaw models list --all/],
    [replyOf(402, "You can only afford 812"), /^Ask for at most 812 output tokens \(--max-tokens 812\), or add credits/],
  ])("names the command or the flag: %s", (error, words) => {
    expect(error.hint).not.toMatch(/openclaw |--/);
    expect(cliHint(error)).toMatch(words);
    expect(cliHint(inChat(error))).toMatch(words);
    const exhausted = new ToolkitError("All models failed", {
      code: "candidates_exhausted",
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
    expect(cliHint(inChat(exhausted))).toMatch(words);
  });

  it.each([
    ["totalMs", "total", /^Allow more time \(--timeout or --timeout-ms, agents\.defaults\.failover\.totalMs\), or add a fallback model: /],
    ["stallMs", "stall", /^Raise agents\.defaults\.failover\.stallMs, or add a fallback model: openclaw models fallbacks add <ref>$/],
  ] as const)("names the setting of the clock that ran out: %s", (option, phase, words) => {
    const error = new TimeoutError(phase, 8_000);
    expect(error.hint).toContain(option);
    expect(cliHint(inChat(error))).toMatch(words);
  });

  it("says that an answer that broke off is not complete, and nothing of the kind where no answer was", () => {
    const broken = new StreamError("It broke.", { code: "stream_malformed" });
    expect(cliHint(inChat(broken))).toBe(
      "The answer is not complete: ask again, or add a fallback model that goes on with it: openclaw models fallbacks add <ref>",
    );
    expect(cliHint(broken)).toBeUndefined();
    expect(cliHint(inChat(new ToolkitError("No.", { code: "internal" })))).toBeUndefined();
  });

  it("does not send to the list of models who asked for a model that is in it", () => {
    const error = replyOf(404, "No endpoints found that support tool use");
    expect(cliHint(inChat(error))).toBe(
      "None of the model's providers has tool use at the moment: ask without it, later, or another model.",
    );
  });

  it("names the list that shows what takes an attachment", () => {
    const error = new RequestError("No.", { code: "unsupported", hint: "Choose a model with audio input." });
    expect(cliHint(error)).toBe("Choose a model with audio input: openclaw models list --input audio");
  });

  it("leaves alone what the command line said itself, and what says nothing", () => {
    const own = new ApiError("No.", { code: "not_found", status: 404, hint: "Give --fallback too." });
    expect(cliHint(new ToolkitError("No.", { code: "candidates_exhausted", cause: own, hint: "Own words." }))).toBe("Own words.");
    expect(cliHint(new ToolkitError("No.", { code: "internal" }))).toBeUndefined();
  });

  const home = tempDir();
  const options = { env: { HOME: home }, cwd: home, homeDir: home };
  const written = (text: string) => {
    mkdirSync(join(home, ".openclaw"), { recursive: true, mode: 0o700 });
    writeFileSync(join(home, ".openclaw", "openclaw.json"), text, { mode: 0o600 });
  };
  const there = join(home, "there.png");
  const cases: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      "a missing key (KEY-4)",
      () => resolveCredentials({ purpose: "chat", ...parseConfig("{}", { env: {} }) }),
      /^Pass --api-key, set OPENROUTER_API_KEY, look around without one with --sandbox, or run: openclaw onboard --auth/,
    ],
    ["a value that is wrong", () => parseConfig("{ models: 1 }", { env: {} }), /, then check it with: openclaw config validate$/],
    ["a slip in the file", () => parseConfig("{ a: 1", { env: {} }), /, then check it with: openclaw config validate$/],
    [
      "a change that would not load",
      () => (written("{}"), editConfig({ ...options, edits: [{ op: "set", path: "models", value: 1 }] })),
      /^Correct the value, or the file with: openclaw doctor --fix$/,
    ],
    [
      "a place that is none",
      () => applyEdits("{ a: [1] }", [{ op: "set", path: "a[5]", value: 2 }]),
      /^See what the file holds with: openclaw config get$/,
    ],
    ["a key that is blank", () => createTarget({ model: "google/veo-3.1", apiKey: " " }), /^Pass --api-key, or set OPENROUTER_API_KEY;/],
    ["a profile's name", () => resolvePaths({ ...options, profile: "a/b" }), /for example --profile work\.$/],
    ["a file that is there", () => (writeFileSync(there, "x"), checkOutput({ path: there })), /or replace it with --force\.$/],
    ["a folder that cannot be made", () => checkOutput({ path: join(there, "a.png") }), /^Choose another place with --output\.$/],
    ["a job that is not there", () => findJob("2026-none", { stateDir: home }), /^See them with: openclaw infer video list$/],
    ["speech that is not there", () => findJob("no", { stateDir: home, kind: "speech" }), /^See them with: openclaw infer tts list$/],
    [
      "a video as a reference",
      () =>
        planVideo(createTarget({ model: "google/veo-3.1", apiKey: "sk-or-v1-SYNTHETIC" }), {
          prompt: "x",
          videos: [{ url: "https://a.example/b.mp4" }],
        }),
      /^Give a first frame with --image instead;/,
    ],
  ];

  it.each(cases)("puts commands and flags into what the libraries advise about %s", async (_name, fail, words) => {
    const error: unknown = await (async () => fail())().catch((thrown: unknown) => thrown);
    if (!ToolkitError.isInstance(error)) throw new TypeError(`It did not fail as it should: ${String(error)}`);
    expect(error.hint).not.toMatch(/openclaw |--/);
    expect(cliHint(error)).toMatch(words);
  });

  it("is the only place that knows them: no sentence of a library names a command or a flag", () => {
    const packages = fileURLToPath(new URL("../../../../packages", import.meta.url));
    const named = ["core", "config", "chat", "media", "tts"].flatMap((name) =>
      readdirSync(join(packages, name, "src"), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && !/test\.ts$|__fixtures__/.test(file))
        .flatMap((file) =>
          readFileSync(join(packages, name, "src", file), "utf8")
            .split("\n")
            .filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line))
            .filter((line) =>
              /["'`][^"'`]*(?:(?:^|[\s"'`])--[a-z]{2}|openclaw (?:onboard|config|doctor|models|infer|chat|agent)\b)/.test(line),
            )
            .map((line) => `${name}/${file}: ${line.trim()}`),
        ),
    );
    expect(named).toEqual([]);
  });
});
