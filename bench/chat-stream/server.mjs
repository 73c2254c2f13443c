// Serves one long recorded-like answer over loopback: `/stream?chunks=N`, `/tool?fragments=N`, in writes of 16 KiB.
import { createServer } from "node:http";

const head = (index) =>
  `{"id":"gen-1757000001-AbCdEfGhIjKlMnOpQrSt","provider":"OpenAI","model":"openai/gpt-4o-mini","object":"chat.completion.chunk","created":1757000001,"choices":[{"index":0,${index},"finish_reason":null,"native_finish_reason":null,"logprobs":null}]}`;
const end = (reason) =>
  `data: {"id":"gen-1757000001-AbCdEfGhIjKlMnOpQrSt","model":"openai/gpt-4o-mini","object":"chat.completion.chunk","created":1757000001,"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"${reason}"}]}\n\ndata: {"id":"gen-1757000001-AbCdEfGhIjKlMnOpQrSt","model":"openai/gpt-4o-mini","object":"chat.completion.chunk","created":1757000001,"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11,"cost":0.0123}}\n\ndata: [DONE]\n\n`;

function* textChunks(count) {
  for (let i = 0; i < count; i++) yield `data: ${head(`"delta":{"role":"assistant","content":" word${i}"}`)}\n\n`;
  yield end("stop");
}

function* toolChunks(count) {
  yield `data: ${head('"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"write","arguments":"{\\"text\\":\\""}}]}')}\n\n`;
  for (let i = 0; i < count; i++) yield `data: ${head('"delta":{"tool_calls":[{"index":0,"function":{"arguments":"abcdefghij"}}]}')}\n\n`;
  yield `data: ${head('"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\\"}"}}]}')}\n\n`;
  yield end("tool_calls");
}

const server = createServer(async (request, response) => {
  request.resume();
  const url = new URL(request.url, "http://localhost");
  const tool = url.searchParams.has("fragments") || request.headers["x-fragments"] !== undefined;
  const count = Number(request.headers["x-fragments"] ?? request.headers["x-chunks"] ?? url.searchParams.get("chunks") ?? 50_000);
  response.writeHead(200, { "content-type": "text/event-stream" });
  let buffer = "";
  for (const chunk of tool ? toolChunks(count) : textChunks(count)) {
    buffer += chunk;
    if (buffer.length < 16_384) continue;
    const ready = response.write(buffer);
    buffer = "";
    if (!ready) await new Promise((resolve) => response.once("drain", resolve));
  }
  response.end(buffer);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
