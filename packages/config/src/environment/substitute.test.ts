import { describe, expect, it } from "vitest";
import { VARIABLE_BINDINGS } from "./bindings.js";
import { configVariables } from "./config-variables.js";
import { joinEnvironment } from "./environment.js";
import { expandText, substituteVariables } from "./substitute.js";

// CFG-2
describe("a reference to a variable", () => {
  it.each<[text: string, expanded: string, missing: readonly string[]]>([
    ["${A}", "1", []],
    ["a${A}b${A}", "a1b1", []],
    ["$${A}", "${A}", []],
    ["$$${A}", "$${A}", []],
    ["$A", "$A", []],
    ["${a}", "${a}", []],
    ["${1A}", "${1A}", []],
    ["${A_2}", "2", []],
    ["${GONE} ${A} ${LOST}", "${GONE} 1 ${LOST}", ["GONE", "LOST"]],
    ["${EMPTY}", "${EMPTY}", ["EMPTY"]],
    ["${A", "${A", []],
  ])("%j reads %j", (text, expanded, missing) => {
    expect(expandText(text, { A: "1", A_2: "2", EMPTY: "", a: "no" })).toEqual({ text: expanded, missing });
  });

  it("is replaced in every string but those of the env block, and a missing one is told with its place", () => {
    const document = { a: ["${A}", { b: "${GONE}" }], env: { X: "${A}" }, deep: { env: "${A}" }, n: 1, none: null };
    expect(substituteVariables(document, { A: "1" })).toEqual({
      document: { a: ["1", { b: "${GONE}" }], env: { X: "${A}" }, deep: { env: "1" }, n: 1, none: null },
      missing: [{ path: ["a", 1, "b"], name: "GONE" }],
    });
  });
});

// CFG-2
describe("variables of several sources", () => {
  it("are those of the first that has more than blanks", () => {
    const joined = joinEnvironment([
      { origin: "process", variables: { A: "1", B: " ", C: undefined } },
      { origin: "state .env", variables: { A: "2", B: "3", D: "" } },
      { origin: "config env", variables: { B: "4", C: "5", constructor: "6" } },
    ]);
    expect(joined).toEqual({
      values: { A: "1", B: "3", C: "5", constructor: "6" },
      origins: { A: "process", B: "state .env", C: "config env", constructor: "config env" },
    });
  });

  it("of a document are its texts, flat ones under those of vars", () => {
    expect(configVariables({ env: { A: "1", B: "2", N: 3, vars: { B: "4", M: null }, shellEnv: { enabled: true } } })).toEqual({
      A: "1",
      B: "4",
    });
    expect(configVariables({ env: { shellEnv: "x", vars: "y" } })).toEqual({});
    for (const document of [undefined, {}, { env: "words" }]) expect(configVariables(document)).toEqual({});
  });
});

// CFG-7
it("variables that set a value of the configuration are read as what the value is", () => {
  const read = (text: string) =>
    Object.fromEntries(VARIABLE_BINDINGS.map(({ name, path, read: as }) => [`${name} ${path.join(".")}`, as(text)]));
  const named = (text: unknown, number: unknown, flag: unknown) => ({
    "OPENROUTER_BASE_URL models.providers.openrouter.baseUrl": text,
    "OPENCLAW_GATEWAY_PORT gateway.port": number,
    "OPENCLAW_GATEWAY_TOKEN gateway.auth.token": text,
    "OPENCLAW_GATEWAY_PASSWORD gateway.auth.password": text,
    "OPENCLAW_TTS_PREFS tts.prefsPath": text,
    "OPENCLAW_LOAD_SHELL_ENV env.shellEnv.enabled": flag,
    "OPENCLAW_SHELL_ENV_TIMEOUT_MS env.shellEnv.timeoutMs": number,
  });
  expect(read(" 12 ")).toEqual(named("12", 12, false));
  for (const yes of ["1", " true ", "YES", "on"]) expect(read(yes)).toMatchObject({ "OPENCLAW_LOAD_SHELL_ENV env.shellEnv.enabled": true });
  for (const no of ["0", "11", "truer", "no"]) expect(read(no)).toMatchObject({ "OPENCLAW_LOAD_SHELL_ENV env.shellEnv.enabled": false });
  expect(read("12a")).toEqual(named("12a", "12a", false));
  expect(read("a12")).toEqual(named("a12", "a12", false));
});
