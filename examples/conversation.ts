import { completeChat } from "@openclaw/chat";
import { openConversation } from "@openclaw/chat/node";
import { createTarget } from "@openclaw/core";

const options = { apiKey: process.env.OPENROUTER_API_KEY, baseUrl: process.env.OPENROUTER_BASE_URL };
const file = await openConversation("openclaw-out/conversation.jsonl");

// Another model at each turn: what only one family understands is left out for the others.
for (const model of ["openrouter/anthropic/claude-sonnet-4.5", "openrouter/deepseek/deepseek-v3.2"]) {
  const question = { role: "user" as const, content: `Say hello as ${model}.` };
  const target = createTarget({ ...options, model });
  const { text, message, usage } = await completeChat({
    target,
    messages: [...file.conversation.messages, question],
  });
  await file.append([question, message], { usage });
  console.log(text);
}
console.log(`${file.conversation.messages.length} messages in ${file.path}`);
