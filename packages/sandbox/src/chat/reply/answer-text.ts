import type { ChatRequest, ChatTurn } from "../chat-request.js";
import { solveArithmetic } from "./arithmetic.js";
import { describeAttachments } from "./describe-attachments.js";
import { CODE_SAMPLE, MARKDOWN_SAMPLE, writeProse } from "./samples.js";
import { searchNotes } from "./search-notes.js";

const LONG_WORDS = 1200;
const MOST_WORDS = 20_000;
const NUMBERS: Record<string, number> = { three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 };

export interface Answer {
  /** The rule that fitted, named in the reasoning. */
  rule: string;
  text: string;
}

/** The first rule that fits the last user message writes the answer. Same words, same answer, whatever the model id. */
export function answerText(chat: ChatRequest, asked: ChatTurn | undefined): Answer {
  const prompt = asked?.text.trim() ?? "";
  if (chat.requestedId === "sandbox/echo") return { rule: "echo", text: prompt };
  if (chat.requestedId === "sandbox/long") return { rule: "long text", text: writeProse(LONG_WORDS) };
  if (asked !== undefined && asked.attachments.length > 0) return { rule: "attachments", text: attachmentAnswer(asked) };
  return (
    echo(prompt) ??
    counting(prompt) ??
    sum(prompt) ??
    longText(prompt) ??
    list(prompt) ??
    sample(prompt) ??
    greeting(prompt) ??
    guide(prompt)
  );
}

function attachmentAnswer(asked: ChatTurn): string {
  return `The sandbox has no model, so it cannot look at or listen to anything. It received:\n\n${describeAttachments(asked.attachments)}`;
}

function echo(prompt: string): Answer | undefined {
  const text = /^(?:please\s+)?(?:echo|repeat(?: after me)?|say(?: exactly)?)\b[:\s]+(.+)$/is.exec(prompt)?.[1];
  return text === undefined ? undefined : { rule: "echo", text: text.trim().replaceAll(/^["“]|["”]$/g, "") };
}

function counting(prompt: string): Answer | undefined {
  const limit = /\bcount\b.*?\bto\s+(\d+)/i.exec(prompt)?.[1];
  if (limit === undefined) return undefined;
  return { rule: "counting", text: Array.from({ length: Math.min(5000, Number(limit)) }, (_, index) => index + 1).join(" ") };
}

function sum(prompt: string): Answer | undefined {
  const text = solveArithmetic(prompt);
  return text === undefined ? undefined : { rule: "arithmetic", text };
}

function longText(prompt: string): Answer | undefined {
  const words = /\b(\d{2,6})[\s-]words?\b/i.exec(prompt)?.[1];
  if (words !== undefined) return { rule: "long text", text: writeProse(Math.min(MOST_WORDS, Number(words))) };
  return /\b(long|essay|story|novel)\b/i.test(prompt) ? { rule: "long text", text: writeProse(400) } : undefined;
}

function list(prompt: string): Answer | undefined {
  const found = /\b(?:list|name|give me)\b\D*?\b(\d{1,3}|three|four|five|six|seven|eight|nine|ten)\s+([a-z][a-z\s-]{2,40})/i.exec(prompt);
  if (found === null) return undefined;
  const count = NUMBERS[(found[1] ?? "").toLowerCase()] ?? Number(found[1]);
  const things = (found[2] ?? "things").trim();
  const items = Array.from({ length: Math.min(100, count) }, (_, index) => `${index + 1}. One of the ${things}, number ${index + 1}`);
  return { rule: "list", text: `The sandbox knows no ${things}, but it can number them:\n\n${items.join("\n")}` };
}

function sample(prompt: string): Answer | undefined {
  if (/\b(markdown|table|formatting)\b/i.test(prompt)) return { rule: "Markdown sample", text: MARKDOWN_SAMPLE };
  return /\b(code|program|typescript|javascript|python)\b/i.test(prompt) ? { rule: "code sample", text: CODE_SAMPLE } : undefined;
}

function greeting(prompt: string): Answer | undefined {
  if (!/^(hi|hello|hey|good (morning|evening|day)|ping|test)\b[\s\p{P}]*(there|sandbox|world)?[\s\p{P}]*$/iu.test(prompt)) return undefined;
  return {
    rule: "greeting",
    text: "Hello from the sandbox! No model is behind me: I answer by rules, offline and free. Ask me about the toolkit, or let me calculate, echo, count or call a tool.",
  };
}

function guide(prompt: string): Answer {
  const notes = searchNotes(prompt, 2);
  if (notes.length > 0) return { rule: "toolkit notes", text: `${notes.join("\n\n")}\n\n(From the sandbox's notes; no model was used.)` };
  return {
    rule: "nothing fits",
    text: 'The sandbox has no model, so it cannot answer that. It can echo ("echo: hello"), calculate ("12 * 7"), count ("count to 20"), write prose ("300 words"), show Markdown or code, call your tools, fill a schema, and answer questions about this toolkit: keys, models, fallbacks, images, videos, speech, cost, caching, errors. Set OPENROUTER_API_KEY to talk to real models.',
  };
}
