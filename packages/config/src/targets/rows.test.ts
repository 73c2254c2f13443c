import type { ModelRow } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { applyRowConfig } from "./rows.js";

const ROW: ModelRow = {
  id: "a/b",
  name: "Known",
  inputModalities: ["text", "image"],
  outputModalities: ["text"],
  contextTokens: 1000,
  maxOutputTokens: 100,
  supportedParameters: ["reasoning", "tools"],
  reasoning: { mandatory: true, maxTokens: true },
  pricing: { prompt: "0.1", request: "0.2" },
};

describe("a configured row", () => {
  it("that is not there leaves the catalogue's, and none where there is none", () => {
    expect(applyRowConfig(ROW, undefined, "a/b")).toBe(ROW);
    expect(applyRowConfig(undefined, undefined, "a/b")).toBeUndefined();
  });

  it("that says nothing more than its id changes nothing, and is a text model where the catalogue has none", () => {
    expect(applyRowConfig(ROW, { id: "a/b" }, "a/b")).toStrictEqual(ROW);
    const bare = { id: "a/b", inputModalities: ["text"], outputModalities: ["text"], pricing: {} };
    expect(applyRowConfig(undefined, { id: "a/b" }, "a/b")).toStrictEqual({ ...bare, name: "a/b" });
    expect(applyRowConfig(undefined, { id: "a/b", name: "Mine" }, "a/b")).toStrictEqual({ ...bare, name: "Mine" });
  });

  it("has the last word on name, window, longest answer and inputs", () => {
    const config = { id: "a/b", name: "Mine", contextWindow: 5, maxTokens: 7, input: ["text", "audio"] };
    const expected = { ...ROW, name: "Mine", contextTokens: 5, maxOutputTokens: 7, inputModalities: ["text", "audio"] };
    expect(applyRowConfig(ROW, config, "a/b")).toStrictEqual(expected);
    expect(applyRowConfig(ROW, { ...config, contextTokens: 6 }, "a/b")).toStrictEqual({ ...expected, contextTokens: 6 });
  });

  it("names prices by the million, and leaves those that it does not name", () => {
    const cost = { input: 3, output: 15, cacheRead: 0, cacheWrite: 3.75 };
    expect(applyRowConfig(ROW, { id: "a/b", cost }, "a/b")?.pricing).toStrictEqual({
      prompt: "0.000003",
      completion: "0.000015",
      input_cache_read: "0",
      input_cache_write: "0.00000375",
      request: "0.2",
    });
    expect(applyRowConfig(ROW, { id: "a/b", cost: { output: 1 } }, "a/b")?.pricing).toStrictEqual({
      ...ROW.pricing,
      completion: "0.000001",
    });
  });

  it("switches reasoning on where the catalogue knows none, and leaves what it knows", () => {
    const { reasoning: _known, ...without } = ROW;
    expect(applyRowConfig(without, { id: "a/b", reasoning: true }, "a/b")).toStrictEqual({
      ...without,
      reasoning: { mandatory: false, maxTokens: false },
    });
    expect(applyRowConfig(ROW, { id: "a/b", reasoning: true }, "a/b")).toStrictEqual(ROW);
  });

  it("switches reasoning off, in the list of parameters too", () => {
    const { reasoning: _known, ...without } = ROW;
    expect(applyRowConfig(ROW, { id: "a/b", reasoning: false }, "a/b")).toStrictEqual({ ...without, supportedParameters: ["tools"] });
    const { supportedParameters: _none, ...unlisted } = without;
    expect(
      applyRowConfig({ ...unlisted, reasoning: { mandatory: true, maxTokens: true } }, { id: "a/b", reasoning: false }, "a/b"),
    ).toStrictEqual(unlisted);
  });
});
