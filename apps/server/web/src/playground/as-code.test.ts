import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { asCode } from "./as-code.js";

const FACTS = {
  body: { model: "anthropic/claude-sonnet-4.5", reasoning_effort: "none", temperature: 0.2 },
  prompt: `It's "quoted", $HOME and \`ls\`\nover two lines`,
  origin: "http://127.0.0.1:18789",
  system: "Be brief; don't guess.",
};

/** What a shell makes of the words behind a command. */
const words = (command: string): readonly string[] =>
  execFileSync("sh", ["-c", command.replace(/^(?:curl|openclaw)/, `printf '%s\\0'`)], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);

it("writes a curl command whose body is the question, whatever signs are in it", () => {
  const given = words(asCode("curl", FACTS));
  expect(given[0]).toBe("http://127.0.0.1:18789/v1/chat/completions");
  expect(JSON.parse(given.at(-1) ?? "")).toEqual({
    ...FACTS.body,
    messages: [
      { role: "system", content: FACTS.system },
      { role: "user", content: FACTS.prompt },
    ],
  });
});

it("writes the CLI's command in the CLI's words", () => {
  expect(words(asCode("CLI", FACTS))).toEqual([
    "chat",
    "-m",
    "openrouter/anthropic/claude-sonnet-4.5",
    "-t",
    "off",
    "--system",
    FACTS.system,
    FACTS.prompt,
  ]);
  expect(asCode("CLI", { ...FACTS, body: { model: "openclaw" }, system: "", prompt: "Hi" })).toBe("openclaw chat Hi");
});

it("reads the key from the environment in every form (KEY-6)", () => {
  expect(asCode("curl", FACTS)).toContain("Bearer $OPENCLAW_GATEWAY_TOKEN");
  expect(asCode("TypeScript", FACTS)).toContain("process.env.OPENCLAW_GATEWAY_TOKEN");
});
