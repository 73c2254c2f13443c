// A stand-in for the provider: one answer, whole or in chunks, one chunk for each turn of the event loop.
import { createServer } from "node:http";

const WORDS = Array.from({ length: 200 }, (_, index) => `word${index} `);
const head = '"id":"gen-1757000001-AbCdEfGhIjKlMnOpQrSt","provider":"OpenAI","model":"openai/gpt-4o-mini","created":1757000001';
const chunk = (text) =>
  `data: {${head},"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":${JSON.stringify(text)}},"finish_reason":null,"native_finish_reason":null}]}\n\n`;
const usage = '"usage":{"prompt_tokens":9,"completion_tokens":200,"total_tokens":209,"cost":0.0123}';
const END = `data: {${head},"object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop","native_finish_reason":"stop"}]}\n\ndata: {${head},"object":"chat.completion.chunk","choices":[],${usage}}\n\ndata: [DONE]\n\n`;
const CHUNKS = WORDS.map(chunk);
// The answer of a short question: 40 chunks, or 1 KB of JSON.
const SHORT = CHUNKS.slice(0, 40);
const WHOLE = JSON.stringify({
  ...JSON.parse(`{${head},${usage}}`),
  object: "chat.completion",
  choices: [
    {
      index: 0,
      finish_reason: "stop",
      native_finish_reason: "stop",
      message: { role: "assistant", content: WORDS.slice(0, 90).join(""), refusal: null },
    },
  ],
});

const server = createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    if (!request.url.endsWith("/chat/completions")) {
      response.writeHead(404, { "content-type": "application/json" }).end('{"error":{"code":404,"message":"no"}}');
      return;
    }
    const text = Buffer.concat(pieces).toString();
    const [, sometimes, named] = /(sometimes-)?fault:(\w+)/.exec(text) ?? [];
    const fault = sometimes === undefined || Math.random() < 0.5 ? named : undefined;
    if (fault === "500" || fault === "429") {
      response.writeHead(Number(fault), { "content-type": "application/json" }).end(`{"error":{"code":${fault},"message":"fault"}}`);
      return;
    }
    if (fault === "reset") {
      request.socket.destroy();
      return;
    }
    if (!text.includes('"stream":true')) {
      response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(WHOLE) }).end(WHOLE);
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream", "x-generation-id": "gen-1757000001-AbCdEfGhIjKlMnOpQrSt" });
    const chunks = text.includes("short") ? SHORT : CHUNKS;
    const held = text.includes('"hold"');
    let index = 0;
    const next = () => {
      if (response.destroyed) return;
      // Ten chunks, and then nothing for as long as the client stays.
      if (index === 10 && held) return;
      if (index === 20 && fault === "cut") {
        request.socket.destroy();
        return;
      }
      if (index === 20 && fault === "garbage") response.write("data: {nonsense\n\n");
      if (index === chunks.length) {
        response.end(END);
        return;
      }
      response.write(chunks[index++]);
      setImmediate(next);
    };
    next();
  });
});
server.keepAliveTimeout = 65_000;
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => console.log(server.address().port));
