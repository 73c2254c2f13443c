import type { Json } from "../api/read.js";

export type CodeForm = "curl" | "TypeScript" | "CLI";

/** A question as something to run elsewhere. The key is never in it: it is read from the environment (KEY-6). */
export function asCode(
  form: CodeForm,
  facts: { readonly body: Json; readonly prompt: string; readonly origin: string; readonly system: string },
): string {
  const messages = [...(facts.system === "" ? [] : [{ role: "system", content: facts.system }]), { role: "user", content: facts.prompt }];
  const body = { ...facts.body, messages };
  switch (form) {
    case "curl":
      return [
        `curl ${shell(`${facts.origin}/v1/chat/completions`)} \\`,
        `  -H "Authorization: Bearer $OPENCLAW_GATEWAY_TOKEN" \\`,
        `  -H "Content-Type: application/json" \\`,
        `  -d ${shell(JSON.stringify(body, undefined, 2))}`,
      ].join("\n");
    case "TypeScript":
      return [
        `import OpenAI from "openai";`,
        "",
        `const openai = new OpenAI({ baseURL: ${JSON.stringify(`${facts.origin}/v1`)}, apiKey: process.env.OPENCLAW_GATEWAY_TOKEN ?? "none" });`,
        "",
        `const stream = await openai.chat.completions.create(${indent({ ...body, stream: true })});`,
        `for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? "");`,
      ].join("\n");
    case "CLI": {
      const { model, reasoning_effort: thinking } = facts.body;
      const parts = ["openclaw chat"];
      if (typeof model === "string" && !model.startsWith("openclaw")) parts.push(`-m ${shell(`openrouter/${model}`)}`);
      if (typeof thinking === "string") parts.push(`-t ${thinking === "none" ? "off" : thinking}`);
      if (facts.system !== "") parts.push(`--system ${shell(facts.system)}`);
      return [...parts, shell(facts.prompt)].join(" ");
    }
  }
}

function indent(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

/** One word of a POSIX shell. */
function shell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
