// Serves one long recorded-like answer over loopback: POST /<scenario>/<count>/chat/completions.
import { createServer } from "node:http";

const frame = (choice) =>
  `data: {"id":"gen-1757000001-AbCdEfGhIjKlMnOpQrSt","provider":"OpenAI","model":"openai/gpt-4o-mini","object":"chat.completion.chunk","created":1757000001,"choices":[{"index":0,${choice},"finish_reason":null,"native_finish_reason":null,"logprobs":null}]}\n\n`;
const end = (reason) =>
  `data: {"id":"gen-1757000001-AbCdEfGhIjKlMnOpQrSt","model":"openai/gpt-4o-mini","object":"chat.completion.chunk","created":1757000001,"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"${reason}"}]}\n\ndata: {"id":"gen-1757000001-AbCdEfGhIjKlMnOpQrSt","model":"openai/gpt-4o-mini","object":"chat.completion.chunk","created":1757000001,"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11,"cost":0.0123}}\n\ndata: [DONE]\n\n`;

const SCENARIOS = {
  *text(count) {
    for (let index = 0; index < count; index++) yield frame(`"delta":{"role":"assistant","content":" word${index}"}`);
    yield end("stop");
  },

  *tool(count) {
    yield frame(
      '"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"write","arguments":"{\\"text\\":\\""}}]}',
    );
    for (let index = 0; index < count; index++) yield frame('"delta":{"tool_calls":[{"index":0,"function":{"arguments":"abcdefghij"}}]}');
    yield frame('"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\\"}"}}]}');
    yield end("tool_calls");
  },

  // Half of the chunks carry `reasoning_details` beside the plain words, as Claude and Gemini send them.
  *reasoning(count) {
    for (let index = 0; index < count; index++) {
      const words = ` thought${index}`;
      const details =
        index % 2 === 0
          ? ""
          : `,"reasoning_details":[{"type":"reasoning.text","text":"${words}","format":"anthropic-claude-v1","index":0}]`;
      yield frame(`"delta":{"role":"assistant","content":"","reasoning":"${words}"${details}}`);
    }
    yield frame('"delta":{"role":"assistant","content":"done"}');
    yield end("stop");
  },
};

async function serve(request, response) {
  request.resume();
  const [, scenario, count] = request.url.split("/");
  response.writeHead(200, { "content-type": "text/event-stream" });
  // Long answers come in pieces of 16 KiB, so that reading and not the socket is measured; reasoning comes an event at a time, as it does live.
  const pieceBytes = scenario === "reasoning" ? 1 : 16_384;
  let buffer = "";
  for (const chunk of SCENARIOS[scenario](Number(count))) {
    buffer += chunk;
    if (buffer.length < pieceBytes) continue;
    const ready = response.write(buffer);
    buffer = "";
    if (!ready) await new Promise((resolve) => response.once("drain", resolve));
  }
  response.end(buffer);
}

const server = createServer((request, response) => void serve(request, response));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
