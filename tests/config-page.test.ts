import { expect, it } from "vitest";
import { configPage } from "./config-page.js";

const page = configPage();

it("docs/config.md is what the schema says (npm run config-reference)", async () => {
  await expect(page).toMatchFileSnapshot("../docs/config.md");
});

it("names types, bounds, defaults and what a key does", () => {
  expect(page).toMatch(
    /\| `agents\.defaults\.failover\.retries` +\| whole number, 0 to 20 +\| `2` +\| Tries of one candidate after its first\. +\|/,
  );
  expect(page).toMatch(/`models\.providers\.openrouter\.apiKey` +\| secret /);
  expect(page).toMatch(/`agents\.defaults\.model` +\| text or object /);
});

it("says of every key what it does, and of none that does nothing", () => {
  const [used = "", unused = ""] = page.split("## Known, and not used here");
  expect(used.split("\n").filter((line) => /^\| `.*\| +\|$/.test(line))).toEqual([]);
  expect(unused).toContain("- `gateway.tls`\n");
  expect(used).not.toContain("`gateway.tls");
});

it("leaves out what belongs to other parts of OpenClaw", () => {
  expect(page).not.toMatch(/`(?:agents\.bindings|browser|acp)`/);
});
