import { completeObject } from "@openclaw/chat";
import { createTarget } from "@openclaw/core";
import * as z from "zod";

const target = createTarget({
  model: "openrouter/openai/gpt-5-mini",
  apiKey: process.env.OPENROUTER_API_KEY,
  baseUrl: process.env.OPENROUTER_BASE_URL,
});

const { object, repaired } = await completeObject({
  target,
  schema: z.object({ title: z.string(), tags: z.array(z.string()) }),
  messages: [{ role: "user", content: "Suggest a title and tags for a post about tidal power." }],
});
console.log(object.title, object.tags, repaired ? "(corrected once)" : "");
