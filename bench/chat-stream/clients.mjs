// One client per name: reads a whole stream below `base` and returns how many pieces of text, reasoning or tool input it saw.
const MODEL = "openai/gpt-4o-mini";
const MESSAGES = [{ role: "user", content: "hi" }];
const PARAMETERS = { type: "object", properties: { text: { type: "string" } }, required: ["text"] };
const TOOL = { type: "function", function: { name: "write", description: "Writes a file.", parameters: PARAMETERS } };
const request = () => ({ model: MODEL, stream: true, messages: MESSAGES });

const post = (base) =>
  fetch(`${base}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer sk-or-bench" },
    body: JSON.stringify(request()),
  });

const partOf = (delta) => delta?.content || delta?.reasoning || delta?.tool_calls?.[0]?.function?.arguments;

export const clients = {
  /** The least that could work: fetch, split, JSON.parse, and the tool's arguments joined and parsed once. */
  async bare({ base }) {
    const response = await post(base);
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    let rest = "";
    let seen = 0;
    let args = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      const parts = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = parts.pop();
      for (const part of parts) {
        if (!part.startsWith("data: ") || part === "data: [DONE]") continue;
        const delta = JSON.parse(part.slice(6)).choices[0]?.delta;
        if (partOf(delta)) seen++;
        args += delta?.tool_calls?.[0]?.function.arguments ?? "";
      }
    }
    if (args) JSON.parse(args);
    return seen;
  },

  async "@openclaw/chat"({ base }) {
    const { createTarget } = await import("@openclaw/core");
    const { streamChat } = await import("@openclaw/chat");
    const target = createTarget({ model: MODEL, apiKey: "sk-or-bench", baseUrl: base });
    let seen = 0;
    for await (const event of streamChat({ target, messages: MESSAGES })) {
      if (event.type === "text" || event.type === "reasoning" || event.type === "tool-input") seen++;
      if (event.type === "error") throw event.error;
    }
    return seen;
  },

  async "eventsource-parser"({ base }) {
    const { createParser } = await import("eventsource-parser");
    const response = await post(base);
    const decoder = new TextDecoder();
    let seen = 0;
    let args = "";
    const parser = createParser({
      onEvent({ data }) {
        if (data === "[DONE]") return;
        const delta = JSON.parse(data).choices[0]?.delta;
        if (partOf(delta)) seen++;
        args += delta?.tool_calls?.[0]?.function.arguments ?? "";
      },
    });
    for await (const piece of response.body) parser.feed(decoder.decode(piece, { stream: true }));
    if (args) JSON.parse(args);
    return seen;
  },

  async "@xsai/stream-text"({ base, scenario }) {
    const { streamText } = await import("@xsai/stream-text");
    const { fullStream } = streamText({
      baseURL: `${base}/`,
      apiKey: "sk-or-bench",
      model: MODEL,
      messages: [...MESSAGES],
      // Without the tool it throws when the call is whole.
      ...(scenario === "tool" ? { tools: [{ ...TOOL, execute: () => "written" }] } : {}),
    });
    let seen = 0;
    for await (const event of fullStream) if (/delta/.test(event.type)) seen++;
    return seen;
  },

  async "openai stream()"({ base }) {
    const { default: OpenAI } = await import("openai");
    const client = new OpenAI({ apiKey: "sk-or-bench", baseURL: base });
    let seen = 0;
    const stream = client.chat.completions.stream({ model: MODEL, messages: MESSAGES });
    for await (const chunk of stream) if (partOf(chunk.choices[0]?.delta)) seen++;
    await stream.finalChatCompletion();
    return seen;
  },

  async "@openrouter/sdk"({ base }) {
    const { OpenRouter } = await import("@openrouter/sdk");
    const client = new OpenRouter({ apiKey: "sk-or-bench", serverURL: base });
    const stream = await client.chat.send({ chatRequest: request() });
    let seen = 0;
    let args = "";
    for await (const chunk of stream) {
      const delta = chunk.choices[0]?.delta;
      const argument = delta?.toolCalls?.[0]?.function?.arguments;
      if (delta?.content || delta?.reasoning || argument) seen++;
      args += argument ?? "";
    }
    if (args) JSON.parse(args);
    return seen;
  },

  async "ai + @openrouter/ai-sdk-provider"({ base, scenario }) {
    const { streamText, tool } = await import("ai");
    const { createOpenRouter } = await import("@openrouter/ai-sdk-provider");
    const { z } = await import("zod");
    const openrouter = createOpenRouter({ apiKey: "sk-or-bench", baseURL: base });
    const { fullStream } = streamText({
      model: openrouter.chat(MODEL),
      prompt: "hi",
      ...(scenario === "tool"
        ? { tools: { write: tool({ description: "Writes a file.", inputSchema: z.object({ text: z.string() }) }) } }
        : {}),
    });
    let seen = 0;
    for await (const part of fullStream) {
      if (part.type === "error") throw part.error;
      if (part.type === "text-delta" || part.type === "reasoning-delta" || part.type === "tool-input-delta") seen++;
    }
    return seen;
  },
};
