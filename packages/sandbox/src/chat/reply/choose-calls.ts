import type { ChatRequest, ChatTurn, ToolOffer } from "../chat-request.js";
import { objectAt } from "../../wire/read-json.js";
import { contentWords } from "./search-notes.js";
import { places, valueFromSchema } from "./from-schema.js";

/** Words that ask for something to be done, which is what makes a named tool a wanted tool. */
const ASKING =
  /\b(use|call|run|invoke|what|what's|get|find|show|generate|make|draw|create|paint|say|speak|read|search|look|check|tell|add|list|write|open|fetch|how|is|give|lookup|convert|send)\b/i;
const VERBS = new Set(
  "get set list fetch find make do run create generate add read write search lookup look up check use call tool function send show open".split(
    " ",
  ),
);

export interface PlannedCall {
  name: string;
  arguments: string;
}

/** The calls the rules want to make now: forced ones, or the tool whose name or subject the prompt speaks of. */
export function chooseCalls(chat: ChatRequest, prompt: string): PlannedCall[] {
  if (chat.tools.length === 0 || chat.toolChoice === "none") return [];
  const { toolChoice } = chat;
  if (typeof toolChoice === "object")
    return planFor(
      chat.tools.find((tool) => tool.name === toolChoice.name),
      chat,
      prompt,
    );
  const rounds = toolRounds(chat.turns);
  if (rounds > 0 && toolChoice !== "required" && rounds >= wantedRounds(prompt)) return [];
  const wanted = wantedTools(chat.tools, prompt);
  if (wanted.length > 1 && chat.parallelCalls) return wanted.flatMap((tool) => planFor(tool, chat, prompt).slice(0, 1));
  if (wanted.length > 0) return planFor(wanted[0], chat, prompt);
  return toolChoice === "required" ? planFor(chat.tools[0], chat, prompt) : [];
}

function wantedTools(tools: readonly ToolOffer[], prompt: string): ToolOffer[] {
  const named = tools.filter((tool) => prompt.includes(tool.name));
  if (named.length > 0) return named;
  if (!ASKING.test(prompt)) return [];
  const words = new Set(contentWords(prompt));
  const fitting = tools.filter((tool) => {
    const subjects = contentWords(tool.name.replaceAll(/[_-]|(?<=[a-z])(?=[A-Z])/g, " ")).filter((word) => !VERBS.has(word));
    return subjects.length > 0 && subjects.every((word) => words.has(word));
  });
  if (fitting.length > 0) return fitting.slice(0, 1);
  return /\b(tool|function)s?\b/i.test(prompt) ? tools.slice(0, 1) : [];
}

/** One call, or one for each place the prompt names when the tool takes a place and parallel calls are allowed. */
function planFor(tool: ToolOffer | undefined, chat: ChatRequest, prompt: string): PlannedCall[] {
  if (tool === undefined) return [];
  const properties = Object.keys(objectAt(tool.parameters, "properties"));
  const spot = properties.find((name) => /city|location|place|town/i.test(name));
  const named = chat.parallelCalls && spot !== undefined ? places(prompt) : [];
  const variants: Record<string, string>[] = named.length > 1 && spot !== undefined ? named.map((place) => ({ [spot]: place })) : [{}];
  return variants.map((variant) => ({ name: tool.name, arguments: JSON.stringify(valueFromSchema(tool.parameters, prompt, variant)) }));
}

/** How often tools have been called since the last user message. */
export function toolRounds(turns: readonly ChatTurn[]): number {
  const lastUser = turns.findLastIndex((turn) => turn.role === "user");
  return turns.slice(lastUser + 1).filter((turn) => turn.role === "assistant" && turn.toolCalls.length > 0).length;
}

/** "Use the tool three times" asks for three rounds. */
function wantedRounds(prompt: string): number {
  const count = /\b(\d+|two|three|four|five)\s+(?:times|steps|rounds)\b/i.exec(prompt)?.[1]?.toLowerCase();
  const words: Record<string, number> = { two: 2, three: 3, four: 4, five: 5 };
  return count === undefined ? 1 : Math.min(50, words[count] ?? Number(count));
}
