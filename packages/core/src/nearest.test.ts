import { expect, it } from "vitest";
import { nearest } from "./nearest.js";

it.each([
  ["claude", ["cluade", "claude-next"], ["cluade"]],
  ["stauts", ["status", "stop", "set"], ["status"]],
  ["list", ["lists", "lisp", "last", "lost"], ["last", "lisp", "lists"]],
  ["OPUS", ["opus"], ["opus"]],
  ["completely-different", ["x", "yes", "no"], []],
  ["", ["anything"], []],
])("for %j among %j offers %j", (word, known, offered) => {
  expect(nearest(word, known)).toEqual(offered);
});

it("offers at most three, nearest first", () => {
  expect(nearest("model", ["modex", "model", "mod", "models", "nodel"])).toEqual(["model", "models", "modex"]);
});

it("counts two swapped letters as one step", () => {
  expect(nearest("hlep", ["help"])).toEqual(["help"]);
});

it("does not compare a word with what is far longer or shorter", () => {
  const started = performance.now();
  expect(nearest("x".repeat(1_000_000), ["a".repeat(30)])).toEqual([]);
  expect(performance.now() - started).toBeLessThan(100);
});
