import { faultNumber } from "../faults/fault.js";
import { applyStreamFault, lineEndOf } from "../faults/stream-faults.js";
import type { Exchange } from "../http/exchange.js";
import type { Handler } from "../http/match-route.js";
import { sendBytes, sendJson } from "../http/reply.js";
import { cutOff, playSteps, sleep, stallUntilGone } from "../http/steps.js";
import { answerChat } from "./answer-chat.js";
import { planChat } from "./chat-steps.js";
import { countTokens } from "./count-tokens.js";
import { readChat } from "./read-chat.js";
import { writeCompletion } from "./write-chat.js";

/** `POST /chat/completions`, streamed and not. */
export const completeChat: Handler = async (exchange, sandbox) => {
  const chat = readChat(exchange.body);
  const { reply, usage, head, headers } = await answerChat(exchange, chat, sandbox);
  const { tokensPerSecond } = sandbox.options;
  if (chat.stream) {
    const steps = applyStreamFault(planChat(chat, { reply, usage, head, fault: exchange.fault }), exchange.fault);
    await playSteps(exchange, steps, { headers, tokensPerSecond, ...lineEndOf(exchange.fault) });
    const record = sandbox.generations.find(head.id);
    if (record !== undefined) Object.assign(record, { finishedAt: sandbox.options.now(), cancelled: exchange.gone.aborted });
    return undefined;
  }
  const thinking = (countTokens(reply.reasoning + reply.text) / tokensPerSecond) * 1000;
  if (thinking > 0 && !(await sleep(thinking, exchange.gone))) return undefined;
  return sendWhole(exchange, writeCompletion(chat, { reply, usage, head, fault: exchange.fault }), headers);
};

/** Sends a whole JSON answer, with the stream faults that have a meaning for it. */
export async function sendWhole(exchange: Exchange, body: object, headers: Record<string, string>): Promise<void> {
  const { fault, response, gone } = exchange;
  const text = JSON.stringify(body);
  switch (fault?.name) {
    case "slow-first-token":
      if (await sleep(faultNumber(fault, 2000), gone)) sendJson(exchange, body, 200, headers);
      return;
    case "stall":
    case "comments-only":
    case "cut":
      response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text), ...headers });
      response.write(fault.name === "comments-only" ? "\n\n\n" : text.slice(0, Math.floor(text.length / 2)));
      return fault.name === "cut" ? cutOff(exchange) : stallUntilGone(gone);
    case "leading-blank-lines":
      return sendBytes(exchange, Buffer.from(`\n         \n\n         \n${text}`), "application/json", { headers });
    case "malformed-chunk":
      return sendBytes(exchange, Buffer.from(text.slice(0, -20)), "application/json", { headers });
    default:
      return sendJson(exchange, body, 200, headers);
  }
}
