// CommonJS: `require` of the ESM-only packages, as Node 22.12 and newer can.
const { completeChat } = require("@openclaw/chat");
const { createTarget } = require("@openclaw/core");
const { createNodeTransport } = require("@openclaw/core/node");

const transport = createNodeTransport();
const target = createTarget({ model: "openrouter/auto", apiKey: "sk-or-sandbox", baseUrl: process.argv[2] });
void answer();

async function answer() {
  const { text } = await completeChat({ target, messages: [{ role: "user", content: "What is 6 * 7?" }] }, { transport });
  process.stdout.write(`${JSON.stringify({ answer: text })}\n`);
  await transport.close();
}
