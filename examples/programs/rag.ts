// Answers from your own Markdown: pages are cut at their headings, each piece gets an embedding, the nearest ones go into the question, and the
// answer names them. A real index keeps the vectors; this one makes them anew.
//   node rag.ts docs "How are fallbacks tried?"
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { completeChat, embedTexts } from "@openclaw/chat";
import { createTarget } from "@openclaw/core";

const [folder = "docs", question = "How are fallbacks tried?"] = process.argv.slice(2);
const options = { apiKey: process.env.OPENROUTER_API_KEY, baseUrl: process.env.OPENROUTER_BASE_URL };
const embedder = createTarget({ ...options, model: "openrouter/openai/text-embedding-3-small" });
const NEAREST = 3;

interface Piece {
  readonly from: string;
  readonly text: string;
}

async function readPieces(): Promise<Piece[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md"));
  const pages = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), "utf8") })),
  );
  return pages.flatMap(({ name, text }) =>
    text.split(/^(?=#{1,3} )/m).flatMap((part) => {
      const heading = /^#+ (.+)/.exec(part)?.[1] ?? "top";
      return part.trim().length < 40 ? [] : [{ from: `${name}, ${heading}`, text: part.slice(0, 4_000) }];
    }),
  );
}

function cosine(left: readonly number[], right: readonly number[]): number {
  const dot = (one: readonly number[], two: readonly number[]): number =>
    one.reduce((sum, value, index) => sum + value * (two[index] ?? 0), 0);
  return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
}

const pieces = await readPieces();
const { vectors: all } = await embedTexts({
  target: embedder,
  texts: [question, ...pieces.map(({ text }) => text)],
});
const [asked = [], ...vectors] = all;
const nearest = pieces
  .map((piece, index) => ({ ...piece, score: cosine(asked, vectors[index] ?? []) }))
  .toSorted((left, right) => right.score - left.score)
  .slice(0, NEAREST);

const context = nearest.map(({ from, text }, index) => `[${index + 1}] ${from}\n${text}`).join("\n\n");
const { text, usage } = await completeChat({
  target: createTarget({ ...options, model: "openrouter/openai/gpt-5-mini" }),
  messages: [
    {
      role: "system",
      content: `Answer from these pieces only, and cite them as [1]. Say so when they do not answer.\n\n${context}`,
    },
    { role: "user", content: question },
  ],
});
console.log(text);
for (const [index, { from, score }] of nearest.entries())
  console.log(`[${index + 1}] ${from} (${score.toFixed(2)})`);
console.error(`${pieces.length} pieces, $${usage?.costUsd ?? "?"}`);
