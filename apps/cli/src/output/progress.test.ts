import { expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";
import { stripVTControlCharacters } from "node:util";

// CLI-4
it.each([24, 40, 80])("draws a video's bar on one line of %i columns, so that the next one covers it", async (columns) => {
  const { env } = await testSandbox();
  const { exitCode, stderr } = await runCli(["infer", "video", "generate", "waves", "--no-preview"], { env, terminal: true, columns });
  expect(exitCode).toBe(0);
  const drawn = stderr.split("\r\u001b[K").map((piece) => stripVTControlCharacters(piece).split("\n")[0] ?? "");
  expect(drawn.some((line) => /[█░]|%/.test(line))).toBe(true);
  expect(drawn.filter((line) => line.length >= columns && /%/.test(line))).toEqual([]);
});
