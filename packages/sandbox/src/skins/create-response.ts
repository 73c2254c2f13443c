import { answerChat } from "../chat/answer-chat.js";
import { sendWhole } from "../chat/complete-chat.js";
import { readChat } from "../chat/read-chat.js";
import { applyStreamFault, lineEndOf } from "../faults/stream-faults.js";
import type { Handler } from "../http/match-route.js";
import { playSteps } from "../http/steps.js";
import { chatFromResponses } from "./from-responses.js";
import { planResponse } from "./response-steps.js";
import { writeOutput, writeResponse } from "./write-response.js";

/** `POST /responses`: the same answer in the dialect of the Responses API. */
export const createResponse: Handler = async (exchange, sandbox) => {
  const chat = readChat(chatFromResponses(exchange.body));
  const answer = await answerChat(exchange, chat, sandbox);
  const { headers } = answer;
  if (!chat.stream) {
    const status = answer.reply.finish === "length" ? "incomplete" : "completed";
    return sendWhole(exchange, writeResponse(chat, answer, status, writeOutput(chat, answer)), headers);
  }
  const steps = applyStreamFault(planResponse(chat, answer), exchange.fault);
  return playSteps(exchange, steps, { headers, tokensPerSecond: sandbox.options.tokensPerSecond, ...lineEndOf(exchange.fault) });
};
