// Answers many prompts (one a line) with a few at a time and a budget. No prompt is started once the budget is spent; a line that was answered
// is in the output file at once, so that the next run goes on where this one stopped. A failed line is reported and stays to do.
//   node batch.ts prompts.txt answers.jsonl 0.50
import { existsSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import { completeChat } from "@openclaw/chat";
import { createCircuits, createTarget, ToolkitError } from "@openclaw/core";

const [input = "prompts.txt", output = "answers.jsonl", budget = "0.50"] = process.argv.slice(2);
const AT_A_TIME = 4;
const budgetUsd = Number(budget);

const lines = async (file: string): Promise<string[]> =>
  (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
const answered = existsSync(output)
  ? (await lines(output)).map((line) => JSON.parse(line) as { prompt: string; costUsd: number })
  : [];
const done = new Set(answered.map(({ prompt }) => prompt));
const waiting = (await lines(input)).filter((prompt) => !done.has(prompt));

const circuits = createCircuits();
const target = createTarget({
  model: "openrouter/anthropic/claude-sonnet-4.5",
  apiKey: process.env.OPENROUTER_API_KEY,
  baseUrl: process.env.OPENROUTER_BASE_URL,
});
let spentUsd = answered.reduce((sum, { costUsd }) => sum + costUsd, 0);
let failed = 0;

async function work(): Promise<void> {
  while (spentUsd < budgetUsd) {
    const prompt = waiting.shift();
    if (prompt === undefined) return;
    try {
      const { text, usage } = await completeChat(
        { target, messages: [{ role: "user", content: prompt }] },
        { circuits },
      );
      const costUsd = usage?.costUsd ?? 0;
      spentUsd += costUsd;
      await appendFile(output, `${JSON.stringify({ prompt, answer: text, costUsd })}\n`);
    } catch (error) {
      if (!ToolkitError.isInstance(error)) throw error;
      failed += 1;
      console.error(`${prompt.slice(0, 60)}: ${error.message}`);
    }
  }
}
await Promise.all(Array.from({ length: AT_A_TIME }, work));

const left = waiting.length;
console.log(
  `$${spentUsd.toFixed(6)} of $${budgetUsd}: ${left === 0 ? "all prompts were asked" : `${left} left for a larger budget`}, ${failed} failed`,
);
process.exitCode = left === 0 && failed === 0 ? 0 : 1;
