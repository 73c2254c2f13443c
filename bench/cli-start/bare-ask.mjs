// The least that asks a question: global fetch, no configuration, no checks.
const response = await fetch(`${process.argv[2]}/chat/completions`, {
  method: "POST",
  headers: { "content-type": "application/json", authorization: "Bearer sk-or-bench" },
  body: JSON.stringify({ model: "openai/gpt-4o-mini", stream: true, messages: [{ role: "user", content: "Say hello" }] }),
});
await response.text();
