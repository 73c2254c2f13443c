import { Secret } from "@openclaw/core";
import { expect, it } from "vitest";
import { describeSecretRef, readSecretRef } from "./parse-secret-input.js";

// KEY-3
it.each([
  ["${A}", { source: "env", id: "A" }],
  ["$A_1", { source: "env", id: "A_1" }],
  ["  ${_OPENROUTER_KEY2}\n", { source: "env", id: "_OPENROUTER_KEY2" }],
  [new Secret("$A"), { source: "env", id: "A" }],
  [
    { source: "env", id: "A" },
    { source: "env", id: "A" },
  ],
  [
    { source: "file", provider: "vault", id: "/a/b" },
    { source: "file", provider: "vault", id: "/a/b" },
  ],
  [
    { source: "file", id: "value" },
    { source: "file", id: "value" },
  ],
  [
    { source: "exec", provider: "pass", id: "a/b#c" },
    { source: "exec", provider: "pass", id: "a/b#c" },
  ],
])("%j is the reference %j", (input, ref) => {
  expect(readSecretRef(input)).toEqual(ref);
  expect(Object.keys(readSecretRef(input) ?? {})).toEqual(Object.keys(ref));
});

it.each([
  "sk-or-x",
  "",
  "$",
  "${}",
  "x${A}",
  "${A}x",
  "$A B",
  "${A",
  "${a}",
  "$1A",
  "${A}${B}",
  5,
  null,
  undefined,
  [],
  {},
  { source: "env" },
  { source: "env", id: "a" },
  { source: "web", id: "A" },
  { source: "env", id: "A", token: "x" },
  { source: "file", id: "a" },
  { source: "exec", id: "../a" },
  { source: "exec", id: "a/../b" },
  { source: "file", provider: "Not A Name", id: "/a" },
])("%j is none", (input) => {
  expect(readSecretRef(input)).toBeUndefined();
});

it("a reference is named by its source, its provider and its id", () => {
  expect(describeSecretRef({ source: "file", provider: "vault", id: "/a" })).toBe("file:vault:/a");
  expect(describeSecretRef({ source: "env", id: "A" })).toBe("env:default:A");
});
