import { ConfigError } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { joinEnvironment } from "./environment/environment.js";
import { parseJson5 } from "./json5/parse-json5.js";
import { inspectDocument, resolveConfig, type ResolveConfigOptions } from "./resolve-config.js";

const inspect = (text: string, options: ResolveConfigOptions = {}) => inspectDocument(parseJson5(text, "my.json"), options);
const environment = (variables: Record<string, string>) => joinEnvironment([{ origin: "process", variables }]);

function failure(text: string | undefined, options: ResolveConfigOptions = {}): ConfigError {
  try {
    resolveConfig(text === undefined ? undefined : parseJson5(text, "my.json"), options);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("did not fail");
}

// CFG-4
describe("the error of a file that cannot be used", () => {
  it("says all of up to three problems, each with its path, and which file to correct", () => {
    const error = failure("{ gateway: { port: 0 }, tts: { auto: 3, timeoutMs: -1 } }");
    expect(error.message).toBe(
      'Config validation failed: gateway.port: Invalid input: must be at least 1; tts.auto: Invalid input (allowed: "off", "always", "inbound", "tagged"); tts.timeoutMs: Invalid input: must be at least 0',
    );
    expect(error.hint).toBe("Correct my.json, then load it again.");
    expect(error.code).toBe("config_invalid");
  });

  it("counts the others, and holds them all", () => {
    const error = failure("{ a1: 1, b1: 1, c1: 1, d1: 1, e1: 1 }");
    expect(error.message).toBe(
      'Config validation failed: Unrecognized key: "a1"; Unrecognized key: "b1"; Unrecognized key: "c1"; and 2 more',
    );
    expect(error.issues).toHaveLength(5);
  });

  it("names the flag or the variable at fault, also where there is no file", () => {
    const flags = [{ flag: "--port", path: "gateway.port", value: "x" }];
    const error = failure(undefined, { flags, environment: environment({ OPENCLAW_SHELL_ENV_TIMEOUT_MS: "soon" }) });
    expect(error.issues).toEqual([
      { path: "env.shellEnv.timeoutMs", message: "OPENCLAW_SHELL_ENV_TIMEOUT_MS: Invalid input: expected number" },
      { path: "gateway.port", message: "--port: Invalid input: expected number" },
    ]);
    expect(error.hint).toBe("Correct the configuration, then load it again.");
  });

  it("leaves aside a flag that was not given", () => {
    expect(inspectDocument(undefined, { flags: [{ flag: "--port", path: "gateway.port", value: undefined }] }).issues).toEqual([]);
  });
});

// CFG-4
describe("the place of a problem", () => {
  const placesOf = (text: string) => inspect(text).issues.map(({ path, line, column }) => [path, line, column]);

  it("is where the wrong value stands, and the problems are in the order of the file, also within a line", () => {
    expect(placesOf("{ tts: { auto: 3 }, gateway: {\n port: 0, bind: 'x' } }")).toEqual([
      ["tts.auto", 1, 16],
      ["gateway.port", 2, 8],
      ["gateway.bind", 2, 17],
    ]);
  });

  it("of something that is missing is the object that should hold it", () => {
    expect(placesOf("{\n models: { providers: { openrouter: {\n   apiKey: { source: 'env' } } } } }")).toEqual([
      ["models.providers.openrouter.apiKey.id", 3, 12],
    ]);
  });

  it("of a file that is no object at all is its beginning", () => {
    expect(placesOf("\n []")).toEqual([["", 2, 2]]);
  });
});

// CFG-2
describe("a variable that is not set", () => {
  it("explains the problem where it stands, and no other", () => {
    const { issues } = inspect('{ gateway: { bind: "${NOPE}", port: 0 } }');
    expect(issues.map(({ message }) => message)).toEqual([
      "references the environment variable NOPE, which is not set",
      "Invalid input: must be at least 1",
    ]);
  });

  it("is missed under the newer spelling, unless a flag or a variable sets that value", () => {
    const text = '{ messages: { tts: { prefsPath: "${NOPE}" } }, gateway: { customBindHost: "${ALSO}" } }';
    expect(inspect(text).resolved?.config.missingVariables).toEqual([
      { path: ["tts", "prefsPath"], name: "NOPE" },
      { path: ["gateway", "customBindHost"], name: "ALSO" },
    ]);
    const { resolved } = inspect(text, { environment: environment({ OPENCLAW_TTS_PREFS: "/prefs" }) });
    expect(resolved?.config.missingVariables).toEqual([{ path: ["gateway", "customBindHost"], name: "ALSO" }]);
    expect(resolved?.config.tts.prefsPath).toBe("/prefs");
  });

  it("is a warning in what is used here, and a note in what belongs to others", () => {
    const { warnings, notes } = inspect('{ gateway: { customBindHost: "${OURS}" }, channels: { telegram: { botToken: "${THEIRS}" } } }');
    expect(warnings.map(({ message }) => message)).toEqual([
      "gateway.customBindHost references the environment variable OURS, which is not set.",
    ]);
    expect(notes.map(({ message }) => message)).toEqual([
      "Not used here and not checked: channels.",
      "channels.telegram.botToken references the environment variable THEIRS, which is not set.",
    ]);
  });
});
