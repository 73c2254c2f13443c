import { describe, expect, it } from "vitest";
import { validateDocument } from "./validate.js";

const lines = (document: object) => validateDocument(document).map(({ path, message }) => `${path}: ${message}`);
const reference = (ref: object) => lines({ gateway: { auth: { token: ref } } });

// KEY-3
describe("a reference to a secret", () => {
  it.each([
    ["env", "A"],
    ["env", `A${"B".repeat(127)}`],
    ["env", "MY_KEY_2"],
    ["file", "value"],
    ["file", "/a"],
    ["file", "/a/b~0c/~1d/"],
    ["exec", "a"],
    ["exec", "team/key#1:x.y-z_9"],
    ["exec", "a..b/...c/d."],
    ["exec", "a".repeat(256)],
  ])("to %s may name %j", (source, id) => {
    expect(reference({ source, id })).toEqual([]);
  });

  it.each([
    ["env", "lower"],
    ["env", "1A"],
    ["env", "A-B"],
    ["env", `A${"B".repeat(128)}`],
    ["env", "A "],
    ["env", " A"],
    ["file", "values"],
    ["file", "my value"],
    ["file", "a/b"],
    ["file", "/a~2"],
    ["file", "/a~"],
    ["file", ""],
    // Nothing may walk out of its folder.
    ["exec", ".."],
    ["exec", "."],
    ["exec", "../a"],
    ["exec", "a/../b"],
    ["exec", "ab/../c"],
    ["exec", "a/./b"],
    ["exec", "a/.."],
    ["exec", "a/b/.."],
    ["exec", "a/."],
    ["exec", "/a"],
    ["exec", "#a"],
    ["exec", "a b"],
    ["exec", "a\n"],
    ["exec", "a".repeat(257)],
  ])("to %s may not name %j", (source, id) => {
    const [line, ...others] = reference({ source, id });
    expect(line).toMatch(/^gateway\.auth\.token\.id: Invalid input: must match \//);
    expect(others).toEqual([]);
  });

  it("may name who keeps it, by a short word", () => {
    for (const provider of ["a", "vault-2_x", `a${"b".repeat(63)}`]) expect(reference({ source: "env", provider, id: "A" })).toEqual([]);
    for (const provider of ["", "Vault", "2a", "a b", "a.", `a${"b".repeat(64)}`]) {
      expect(reference({ source: "env", provider, id: "A" })).toEqual([
        "gateway.auth.token.provider: Invalid input: must match /^[a-z][a-z0-9_-]{0,63}$/",
      ]);
    }
  });
});

// KEY-3
describe("a provider of secrets", () => {
  const providers = (settings: object) => lines({ secrets: { providers: settings } });

  it("has a short name, also as the default of its kind", () => {
    expect(providers({ a: { source: "env" }, "vault-2_x": { source: "env" } })).toEqual([]);
    for (const name of ["Vault", "2a", "a.b", `a${"b".repeat(64)}`]) expect(providers({ [name]: { source: "env" } })).toHaveLength(1);
    const names = { env: "a", file: "b", exec: "c", store: "d" };
    expect(lines({ secrets: { defaults: names } })).toEqual([]);
    expect(lines({ secrets: { defaults: { ...names, exec: "C" } } })).toEqual([
      "secrets.defaults.exec: Invalid input: must match /^[a-z][a-z0-9_-]{0,63}$/",
    ]);
  });

  it("is a file, a command or the environment, and must say where it is", () => {
    expect(
      providers({ box: { source: "file", path: "/x", mode: "json" }, bare: { source: "file", path: "~/x", mode: "singleValue" } }),
    ).toEqual([]);
    expect(providers({ box: { source: "file", path: "/x", mode: "yaml" } })).toEqual([
      'secrets.providers.box.mode: Invalid input (allowed: "json", "singleValue")',
    ]);
    expect(providers({ box: { source: "file" } })).toEqual(["secrets.providers.box.path: Invalid input: expected string"]);
    expect(providers({ vault: { source: "exec", command: " " } })).toEqual([
      "secrets.providers.vault.command: Invalid input: must not be blank",
    ]);
    expect(providers({ vault: { source: "web" } })).toEqual([
      'secrets.providers.vault.source: Invalid input (allowed: "env", "file", "exec")',
    ]);
  });
});
