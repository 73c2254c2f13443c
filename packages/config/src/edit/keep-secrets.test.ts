import { describe, expect, it } from "vitest";
import { REDACTED } from "../secrets/secret-paths.js";
import { keepStoredSecrets } from "./keep-secrets.js";

const VARIABLES = { A: "one", B: "two" };
const keep = (wanted: unknown, stored: unknown) => keepStoredSecrets(wanted, stored, VARIABLES);

// CFG-6
describe("a value that comes back from a view", () => {
  it("is the stored secret where it is the placeholder, in lists and objects too", () => {
    const stored = { token: "secret", ref: { source: "env", id: "A" }, list: ["x", { key: "y" }] };
    expect(keep({ token: REDACTED, ref: REDACTED, list: ["new", { key: REDACTED }], more: 1 }, stored)).toEqual({
      token: "secret",
      ref: { source: "env", id: "A" },
      list: ["new", { key: "y" }],
      more: 1,
    });
  });

  it.each<[unknown, unknown, string]>([
    [{ a: { b: REDACTED } }, {}, "a.b"],
    [{ a: { b: REDACTED } }, { a: "text" }, "a.b"],
    [{ a: [1, REDACTED] }, { a: [1] }, "a[1]"],
    [{ a: REDACTED }, { a: REDACTED }, "a"],
    [{ toString: REDACTED }, {}, "toString"],
  ])("is refused where it is the placeholder of nothing: %j over %j", (wanted, stored, path) => {
    expect(() => keep(wanted, stored)).toThrow(
      expect.objectContaining({
        code: "config_invalid",
        message: `${path} would be set to ${REDACTED}, which is what a hidden secret looks like.`,
        hint: "Give the real value, or a reference such as ${OPENROUTER_API_KEY}.",
        issues: [{ path, message: "a redaction placeholder is not a value" }],
      }),
    );
  });

  it("is the stored reference where it says what that expands to", () => {
    expect(keep({ a: "one", b: "x-one-two", c: "one!" }, { a: "${A}", b: "x-${A}-${B}", c: "${A}" })).toEqual({
      a: "${A}",
      b: "x-${A}-${B}",
      c: "one!",
    });
    expect(keep({ a: "${A}" }, { a: "${A}" })).toEqual({ a: "${A}" });
    expect(keep({ a: "one" }, { a: "one" })).toEqual({ a: "one" });
    expect(keep({ a: "5" }, { a: 5 })).toEqual({ a: "5" });
  });

  it("below env is taken literally, because nothing there is expanded", () => {
    expect(keep({ env: { vars: { X: "one" } } }, { env: { vars: { X: "${A}" } } })).toEqual({ env: { vars: { X: "one" } } });
    expect(keepStoredSecrets({ X: "one" }, { X: "${A}" }, VARIABLES, ["env", "vars"])).toEqual({ X: "one" });
    expect(keepStoredSecrets({ X: "one" }, { X: "${A}" }, VARIABLES, ["envelope"])).toEqual({ X: "${A}" });
  });

  it("is what it is otherwise", () => {
    const wanted = { a: 1, b: null, c: true, d: [], e: {}, f: "" };
    expect(keep(wanted, { a: "${A}", b: "x", d: {}, e: [], f: "${GONE}" })).toEqual(wanted);
    for (const value of [1, null, false]) expect(keep(value, "x")).toBe(value);
  });
});
