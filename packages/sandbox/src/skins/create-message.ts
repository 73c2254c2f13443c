import { answerChat } from "../chat/answer-chat.js";
import { sendWhole } from "../chat/complete-chat.js";
import { readChat } from "../chat/read-chat.js";
import { applyStreamFault, lineEndOf } from "../faults/stream-faults.js";
import type { Handler } from "../http/match-route.js";
import { playSteps } from "../http/steps.js";
import { chatFromMessages } from "./from-messages.js";
import { planMessage } from "./message-steps.js";
import { writeBlocks, writeMessage } from "./write-message.js";

/** `POST /messages`: the same answer in the dialect of the Messages API. */
export const createMessage: Handler = async (exchange, sandbox) => {
  const chat = readChat(chatFromMessages(exchange.body));
  const answer = await answerChat(exchange, chat, sandbox);
  const { headers } = answer;
  if (!chat.stream) return sendWhole(exchange, writeMessage(chat, answer, writeBlocks(chat, answer), true), headers);
  const steps = applyStreamFault(planMessage(chat, answer), exchange.fault);
  return playSteps(exchange, steps, { headers, tokensPerSecond: sandbox.options.tokensPerSecond, ...lineEndOf(exchange.fault) });
};
