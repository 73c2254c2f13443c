import type { ChatRequest, ChatTurn } from "../chat-request.js";
import type { IssuedCalls } from "../family/issued-calls.js";
import { makeCallId } from "../call-id.js";
import type { Reply } from "../reply.js";
import { answerText } from "./answer-text.js";
import { chooseCalls, toolRounds } from "./choose-calls.js";
import { valueFromSchema } from "./from-schema.js";

/** Decides the whole answer, text and calls; pictures and sound are added later. Deterministic but for ids. */
export function decideReply(chat: ChatRequest, issued: IssuedCalls): Reply {
  const prefill = chat.turns.at(-1);
  const continues = prefill?.role === "assistant" && prefill.toolCalls.length === 0 && prefill.text !== "";
  const turns = continues ? chat.turns.slice(0, -1) : chat.turns;
  const asked = turns.findLast((turn) => turn.role === "user");
  const prompt = asked?.text ?? "";
  const planned = continues ? [] : chooseCalls({ ...chat, turns }, prompt);
  if (planned.length > 0) {
    const calls = planned.map((call, index) => ({ ...call, id: makeCallId(chat.family, call.name, index) }));
    for (const call of calls) issued.add(call.id, chat.family);
    return { ...emptyReply(), reasoning: think(chat, prompt, `the tool ${planned[0]?.name ?? ""}`), calls, finish: "tool_calls" };
  }
  const { rule, text } = decideText(chat, turns, asked);
  const rest = continues && text.startsWith(prefill.text) ? text.slice(prefill.text.length) : text;
  return { ...emptyReply(), reasoning: think(chat, prompt, rule), text: rest, annotations: annotate(chat, rest) };
}

function emptyReply(): Reply {
  return { reasoning: "", text: "", calls: [], images: [], annotations: [], finish: "stop" };
}

function decideText(chat: ChatRequest, turns: readonly ChatTurn[], asked: ChatTurn | undefined): { rule: string; text: string } {
  if (chat.schema !== undefined) {
    const value =
      Object.keys(chat.schema).length === 0 ? { answer: answerText(chat, asked).text } : valueFromSchema(chat.schema, asked?.text ?? "");
    return { rule: "the schema", text: JSON.stringify(value) };
  }
  if (toolRounds(turns) > 0) return { rule: "tool results", text: summariseResults(turns) };
  return answerText(chat, asked);
}

/** Says what the tools answered since the last user message, in order. */
function summariseResults(turns: readonly ChatTurn[]): string {
  const recent = turns.slice(turns.findLastIndex((turn) => turn.role === "user") + 1);
  const names = new Map(recent.flatMap((turn) => turn.toolCalls).map((call) => [call.id, call.name]));
  const lines = recent
    .filter((turn) => turn.role === "tool")
    .map((turn) => `- ${names.get(turn.toolCallId ?? "") ?? "a tool"}: ${turn.text.replaceAll(/\s+/g, " ").slice(0, 400)}`);
  return `The tools answered:\n\n${lines.join("\n")}\n\n(The sandbox only repeats them; no model has read them.)`;
}

function think(chat: ChatRequest, prompt: string, rule: string): string {
  if (!chat.reasoning.on) return "";
  const words = prompt.split(/\s+/).filter((word) => word !== "").length;
  const more = ["high", "xhigh", "max"].includes(chat.reasoning.effort) ? " I checked the other rules once more; none fits better." : "";
  return `The last message has ${words} words. No model is here to think, so I go through the rules in order. The one that fits is ${rule}.${more} I answer by it.`;
}

function annotate(chat: ChatRequest, text: string): Reply["annotations"] {
  if (!chat.searchesWeb || text === "") return [];
  const citation = {
    url: "https://example.com/sandbox",
    title: "The sandbox searched nothing",
    content: "No network was used.",
    start_index: 0,
    end_index: Math.min(40, text.length),
  };
  return [{ type: "url_citation", url_citation: citation }];
}
