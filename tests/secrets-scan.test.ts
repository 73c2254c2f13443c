// KEY-6: no key stands in the tree. Fakes in tests and examples are made so that they do not look like real ones.
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./architecture/workspace.js";

/** What keys look like, by who gives them out. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  OpenRouter: /\bsk-or-v1-[0-9a-f]{40,}/,
  OpenAI: /\bsk-(?:proj|svcacct|admin)-[\w-]{40,}|\bsk-[A-Za-z0-9]{48}\b/,
  Anthropic: /\bsk-ant-(?:api|admin)\d\d-[\w-]{60,}/,
  GitHub: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,})/,
  npm: /\bnpm_[A-Za-z0-9]{36}\b/,
  AWS: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  Google: /\bAIza[\w-]{35}\b/,
  Slack: /\bxox[abprs]-\d{8,}-[\w-]{10,}/,
  "a private key": /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{100,}/,
};

/** The key of a server that exists in tests alone says so in its name. */
const TEST_ONLY = /\/test-only\.key\.pem$/;
const MAX_BYTES = 4 * 1024 * 1024;

function findKeys(text: string): readonly string[] {
  return Object.entries(SHAPES).flatMap(([owner, shape]) => (shape.test(text) ? [owner] : []));
}

it("knows what keys look like", () => {
  const hex = "0123456789abcdef".repeat(4);
  expect(findKeys(`key: sk-or-v1-${hex}`)).toEqual(["OpenRouter"]);
  expect(findKeys(`ghp_${"a1".repeat(18)}`)).toEqual(["GitHub"]);
  expect(findKeys(`AKIA${"A1".repeat(8)}`)).toEqual(["AWS"]);
  expect(findKeys("sk-or-..., sk-or-sandbox")).toEqual([]);
});

it("finds none in any file that git knows or would take", () => {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" });
  const files = listed
    .split("\0")
    .filter((file) => file !== "" && !TEST_ONLY.test(file) && statSync(join(ROOT, file), { throwIfNoEntry: false })?.isFile() === true);
  const found = files.flatMap((file) => {
    if (statSync(join(ROOT, file)).size > MAX_BYTES) return [`${file}: too large to look at`];
    return findKeys(readFileSync(join(ROOT, file), "latin1")).map((owner) => `${file}: ${owner}`);
  });
  expect(found).toEqual([]);
  expect(files.length).toBeGreaterThan(500);
});
