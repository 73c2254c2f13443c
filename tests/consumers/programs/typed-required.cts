// A CommonJS project in TypeScript: what Node can `require`, the compiler can check.
import { createTarget, type ModelTarget } from "@openclaw/core";
import chat = require("@openclaw/chat");

const target: ModelTarget = createTarget({ model: "openrouter/auto", apiKey: "sk-or-sandbox" });

export const answer = async (content: string): Promise<string> =>
  (await chat.completeChat({ target, messages: [{ role: "user", content }] })).text;
