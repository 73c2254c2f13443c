import { describe, expect, it } from "vitest";
import { joinEnvironment } from "../environment/environment.js";
import { environmentKeys } from "./environment-keys.js";

const keys = (variables: Record<string, string>) =>
  environmentKeys(joinEnvironment([{ origin: "process", variables }])).map(({ name, value }) => `${name}=${value}`);

// KEY-1
describe("the keys of the environment", () => {
  it("are the list, the single one, and the numbered ones by name", () => {
    expect(
      keys({
        OPENROUTER_API_KEY_B: "b",
        OPENROUTER_API_KEY_10: "ten",
        OPENROUTER_API_KEY: "one",
        OPENROUTER_API_KEY_2: "two",
        OPENROUTER_API_KEYS: " l1, l2;l3\n\tl4,, ",
      }),
    ).toEqual([
      "OPENROUTER_API_KEYS[0]=l1",
      "OPENROUTER_API_KEYS[1]=l2",
      "OPENROUTER_API_KEYS[2]=l3",
      "OPENROUTER_API_KEYS[3]=l4",
      "OPENROUTER_API_KEY=one",
      "OPENROUTER_API_KEY_10=ten",
      "OPENROUTER_API_KEY_2=two",
      "OPENROUTER_API_KEY_B=b",
    ]);
  });

  it("are the live one alone where it is set", () => {
    expect(keys({ OPENCLAW_LIVE_OPENROUTER_KEY: "live", OPENROUTER_API_KEY: "one" })).toEqual(["OPENCLAW_LIVE_OPENROUTER_KEY=live"]);
  });

  it("count once, under the first name, whatever blanks are around them", () => {
    expect(
      keys({ OPENROUTER_API_KEYS: "one", OPENROUTER_API_KEY: " one ", OPENROUTER_API_KEY_2: "one\n", OPENROUTER_API_KEY_3: "two" }),
    ).toEqual(["OPENROUTER_API_KEYS[0]=one", "OPENROUTER_API_KEY_3=two"]);
  });

  it("are not what only sounds like one", () => {
    expect(keys({ OPENROUTER_API_KEY_FILE: "path", MY_OPENROUTER_API_KEY_2: "x", OPENROUTER_API_KEY_: "x", OPENAI_API_KEY: "x" })).toEqual(
      [],
    );
    expect(keys({ OPENROUTER_API_KEY_FILE2: "x" })).toEqual(["OPENROUTER_API_KEY_FILE2=x"]);
    expect(keys({})).toEqual([]);
  });
});
