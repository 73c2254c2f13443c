// A route for a web server: POST {"question": "…"} is answered with server-sent events. A client that leaves ends the request upstream.
//   node http-route.ts & curl -N localhost:3000/ask -H 'content-type: application/json' -d '{"question":"Why is the sky blue?"}'
import { serve } from "@hono/node-server";
import { streamChat } from "@openclaw/chat";
import { createTarget, createCircuits } from "@openclaw/core";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import * as z from "zod";

const Question = z.object({ question: z.string().min(1).max(4_000) });

// Shared by all requests: a model that is down rests for everyone.
const circuits = createCircuits();
const target = ["openrouter/moonshotai/kimi-k2.6", "openrouter/openai/gpt-5-mini"].map((model) =>
  createTarget({ model, apiKey: process.env.OPENROUTER_API_KEY, baseUrl: process.env.OPENROUTER_BASE_URL }),
);

export const app = new Hono();

app.post("/ask", async (context) => {
  const parsed = Question.safeParse(await context.req.json().catch(() => undefined));
  if (!parsed.success) return context.json({ error: 'Send {"question": "…"}.' }, 400);
  const { signal } = context.req.raw;
  return streamSSE(context, async (out) => {
    const request = { target, messages: [{ role: "user" as const, content: parsed.data.question }] };
    for await (const event of streamChat(request, { signal, circuits })) {
      if (event.type === "text") await out.writeSSE({ event: "text", data: JSON.stringify(event.text) });
      if (event.type === "finish")
        await out.writeSSE({ event: "done", data: JSON.stringify({ model: event.model }) });
      // The message is written for people and holds no key; the stack stays here.
      if (event.type === "error")
        await out.writeSSE({ event: "error", data: JSON.stringify(event.error.message) });
    }
  });
});

const server = serve(
  { fetch: app.fetch, port: Number(process.env.PORT ?? 3000), hostname: "127.0.0.1" },
  ({ port }) => {
    console.log(`http://127.0.0.1:${port}/ask`);
  },
);
process.on("SIGTERM", () => server.close());
