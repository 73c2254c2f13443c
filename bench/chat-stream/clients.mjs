// One client per name: reads a whole stream from `base` and returns how many pieces of text (or argument text) it saw.
const body = JSON.stringify({ model: "openai/gpt-4o-mini", stream: true, messages: [{ role: "user", content: "hi" }] });

export const clients = {
  /** The least that could work: fetch, split, JSON.parse. */
  async bare({ base, headers }) {
    const response = await fetch(`${base}/chat/completions`, { method: "POST", headers, body });
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
        if (delta?.content) seen++;
        const text = delta?.tool_calls?.[0]?.function.arguments;
        if (text) {
          seen++;
          args += text;
        }
      }
    }
    if (args) JSON.parse(args);
    return seen;
  },

  async openclaw({ base, headers }) {
    const { createTarget } = await import("@openclaw/core");
    const { streamChat } = await import("@openclaw/chat");
    const target = createTarget({ model: "openai/gpt-4o-mini", apiKey: "sk-or-bench", baseUrl: base, headers });
    let seen = 0;
    for await (const event of streamChat({ target, messages: [{ role: "user", content: "hi" }] })) {
      if (event.type === "text" || event.type === "tool-input") seen++;
      if (event.type === "error") throw event.error;
    }
    return seen;
  },

  async "openai stream()"({ base, headers }) {
    const { default: OpenAI } = await import("openai");
    const client = new OpenAI({ apiKey: "sk-or-bench", baseURL: base, defaultHeaders: headers });
    let seen = 0;
    const stream = client.chat.completions.stream({ model: "openai/gpt-4o-mini", messages: [{ role: "user", content: "hi" }] });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content || chunk.choices[0]?.delta.tool_calls?.[0]?.function?.arguments) seen++;
    }
    await stream.finalChatCompletion();
    return seen;
  },

  async xsai({ base, headers }) {
    const { streamText } = await import("@xsai/stream-text");
    const { fullStream } = streamText({
      baseURL: `${base}/`,
      apiKey: "sk-or-bench",
      headers,
      model: "openai/gpt-4o-mini",
      messages: [{ role: "user", content: "hi" }],
    });
    let seen = 0;
    for await (const event of fullStream)
      if (event.type === "text-delta" || event.type === "tool-call-delta" || event.type === "tool-call-streaming-delta") seen++;
    return seen;
  },
};
