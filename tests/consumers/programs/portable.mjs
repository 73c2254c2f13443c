// What every runtime must be able to do with the installed packages: ask, fail over, call a tool, paint, speak, read a config.
// No Node built-in stands here or behind the imports; the runtime's own `fetch` is the only way out.
import {
  completeChat,
  completeTools,
  defineTool,
  jsonSchema,
  readChatEvents,
  streamChat,
  writeChatEvent,
  writeChatText,
} from "@openclaw/chat";
import { parseConfig } from "@openclaw/config";
import { createTarget, parseModelRef, toReadableStream, ToolkitError } from "@openclaw/core";
import { generateImages } from "@openclaw/media";
import { synthesize } from "@openclaw/tts";
import * as z from "zod";

/** Runs everything against `baseUrl` and answers with plain data, the same in every runtime. */
export async function usePackages(baseUrl) {
  const target = (model) => createTarget({ model, apiKey: "sk-or-sandbox", baseUrl });
  const ask = (content) => ({ target: target("openrouter/moonshotai/kimi-k2.6"), messages: [{ role: "user", content }] });

  let streamed = "";
  const ends = [];
  for await (const event of streamChat(ask("What is 6 * 7?"))) {
    if (event.type === "text") streamed += event.text;
    if (event.type === "finish" || event.type === "error") ends.push(event.type);
  }

  const body = await new Response(toReadableStream(streamChat(ask("What is 6 * 7?")), writeChatText)).text();
  const sent = [];
  const events = new Response(toReadableStream(streamChat(ask("What is 6 * 7?")), writeChatEvent)).body;
  for await (const event of readChatEvents(events)) if (event.type === "finish") sent.push(event.message.content);

  const chain = [target("openrouter/sandbox/no-such-model"), target("openrouter/openai/gpt-5-mini")];
  const rescued = await completeChat({ target: chain, messages: [{ role: "user", content: "echo: rescued" }] });

  const weather = defineTool({
    name: "get_weather",
    description: "The weather in a city.",
    input: z.object({ city: z.string() }),
    execute: ({ city }) => ({ city, celsius: 4 }),
  });
  const time = defineTool({
    name: "get_time",
    description: "The time in a city.",
    input: jsonSchema({ type: "object", properties: { city: { type: "string" } }, required: ["city"] }),
    execute: ({ city }) => ({ city, hour: 4 }),
  });
  const question = ask("Use the get_weather and get_time tools for Oslo.");
  const { messages } = await completeTools({ ...question, tools: [weather, time] });
  const called = messages
    .flatMap((message) => (message.role === "tool" ? [message.toolName] : []))
    .toSorted((one, other) => one.localeCompare(other));

  const { images } = await generateImages({ target: target("openrouter/google/gemini-2.5-flash-image"), prompt: "a lighthouse" });
  const speech = await synthesize({ target: target("openrouter/hexgrad/kokoro-82m"), text: "Hello there." });
  const { bytes } = await speech.collect();
  const config = parseConfig('{ agents: { defaults: { model: "openrouter/auto" } }, /* JSON5 */ }');

  return {
    answer: streamed,
    bodies: [body, ...sent],
    ends,
    rescuedBy: rescued.model,
    attempts: rescued.attempts.length,
    called,
    image: images.length === 1 && images[0].bytes.length > 1000 ? images[0].mediaType : `${images.length} images`,
    speech: bytes.length > 1000,
    configured: config.config.agents?.defaults?.model?.primary,
    refused: refusalOf(() => parseModelRef("gpt5")),
  };
}

function refusalOf(action) {
  try {
    action();
    return "nothing";
  } catch (error) {
    return ToolkitError.isInstance(error) ? error.code : String(error);
  }
}
