// The loop of a chat bot (Discord, Slack, IRC …) without its network: a channel is whatever gives messages and takes answers.
// Each channel has its own memory; messages of one channel wait for each other, channels do not. Here the channels are lines on stdin:
//   printf '#general ann: @bot hi\n#help bob: @bot what is 6 * 7?\n' | node chat-bot.ts
import { createInterface } from "node:readline";
import { type ChatMessage, completeChat } from "@openclaw/chat";
import { createTarget, ToolkitError } from "@openclaw/core";

const MENTION = "@bot";
const LONGEST_MESSAGE = 2_000; // Discord's
const REMEMBERED_MESSAGES = 20;

interface Incoming {
  readonly channel: string;
  readonly author: string;
  readonly text: string;
}

const target = createTarget({
  model: "openrouter/moonshotai/kimi-k2.6",
  apiKey: process.env.OPENROUTER_API_KEY,
  baseUrl: process.env.OPENROUTER_BASE_URL,
});
const system: ChatMessage = { role: "system", content: "You are a bot in a chat channel. Be brief." };
const memories = new Map<string, ChatMessage[]>();

async function answer({ channel, author, text }: Incoming, say: (text: string) => void): Promise<void> {
  const memory = memories.get(channel) ?? [];
  memory.push({ role: "user", content: `${author}: ${text.replace(MENTION, "").trim()}` });
  try {
    const { text: reply, message } = await completeChat({ target, messages: [system, ...memory] });
    memory.push(message);
    for (let from = 0; from < reply.length; from += LONGEST_MESSAGE)
      say(reply.slice(from, from + LONGEST_MESSAGE));
  } catch (error) {
    // The question stays out of the memory, so that the next one is not answered for it.
    memory.pop();
    say(ToolkitError.isInstance(error) ? `Sorry: ${error.message}` : "Sorry, that failed.");
  }
  memories.set(channel, memory.slice(-REMEMBERED_MESSAGES));
}

async function* readMessages(): AsyncGenerator<Incoming> {
  for await (const line of createInterface({ input: process.stdin })) {
    const [, channel, author, text] = /^#(\S+) ([^:]+): (.+)$/.exec(line) ?? [];
    if (channel !== undefined && author !== undefined && text !== undefined)
      yield { channel, author, text };
  }
}

const queues = new Map<string, Promise<void>>();
for await (const message of readMessages()) {
  if (!message.text.includes(MENTION)) continue;
  const say = (text: string): void => console.log(`#${message.channel} bot: ${text}`);
  queues.set(
    message.channel,
    (queues.get(message.channel) ?? Promise.resolve()).then(() => answer(message, say)),
  );
}
await Promise.all(queues.values());
