// app/api/chat/route.ts of a Next.js project, or any handler from Request to Response: the answer streams as plain text.
// An answer that cannot be finished breaks the stream off, so that `fetch` in the page throws instead of showing half of it as a whole.
import { type ChatMessage, streamChat, writeChatText } from "@openclaw/chat";
import { createTarget, toReadableStream } from "@openclaw/core";
import * as z from "zod";

const Body = z.object({
  messages: z.array(z.object({ role: z.enum(["user", "assistant"]), content: z.string() })).min(1),
});

export async function POST(request: Request): Promise<Response> {
  const parsed = Body.safeParse(await request.json().catch(() => undefined));
  if (!parsed.success) return Response.json({ error: "messages is missing or malformed" }, { status: 400 });
  const target = createTarget({
    model: "openrouter/moonshotai/kimi-k2.6",
    apiKey: process.env.OPENROUTER_API_KEY,
    baseUrl: process.env.OPENROUTER_BASE_URL,
  });
  const messages: readonly ChatMessage[] = parsed.data.messages;
  const chat = streamChat({ target, messages }, { signal: request.signal });
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return new Response(toReadableStream(chat, writeChatText), { headers });
}
