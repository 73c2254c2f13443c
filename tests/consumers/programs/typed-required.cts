// A CommonJS project in TypeScript: what Node can `require`, the compiler can check.
import chat = require("@openclaw/chat");
import core = require("@openclaw/core");

const target: core.ModelTarget = core.createTarget({ model: "openrouter/auto", apiKey: "sk-or-sandbox" });

async function answer(content: string): Promise<string> {
  const { text } = await chat.completeChat({ target, messages: [{ role: "user", content }] });
  return text;
}

export = answer;
