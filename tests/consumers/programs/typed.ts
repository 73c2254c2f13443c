// What a strict TypeScript project writes; every declaration is checked, the packages' own too.
import { type ChatEvent, type ChatMessage, completeObject, streamChat } from "@openclaw/chat";
import { type Config, parseConfig } from "@openclaw/config";
import { createCatalog, createTarget, type ModelTarget, resolveEndpoint, ToolkitError } from "@openclaw/core";
import { generateImages, type MediaFile } from "@openclaw/media";
import { synthesize, transcribe } from "@openclaw/tts";
import * as z from "zod";

const target: ModelTarget = createTarget({ model: "openrouter/auto", apiKey: "sk-or-sandbox" });

export async function answer(content: string): Promise<string> {
  let text = "";
  for await (const event of streamChat({ target, messages: [{ role: "user", content }] })) text += textOf(event);
  return text;
}

function textOf(event: ChatEvent): string {
  switch (event.type) {
    case "text":
      return event.text;
    case "error":
      throw event.error;
    default:
      return "";
  }
}

export async function tags(content: string): Promise<readonly string[]> {
  const { object } = await completeObject({
    target,
    schema: z.object({ tags: z.array(z.string()) }),
    messages: [{ role: "user", content }],
  });
  return object.tags;
}

const Stored = z.discriminatedUnion("role", [
  z.object({ role: z.literal("user"), content: z.string(), name: z.string().optional() }),
  z.object({ role: z.literal("assistant"), content: z.string(), reasoning: z.string().optional() }),
]);

/** What a database or a page gives back, checked: an optional field of a schema may be `undefined`. */
export function conversation(rows: unknown): readonly ChatMessage[] {
  return z.array(Stored).parse(rows);
}

export async function picture(prompt: string): Promise<MediaFile | undefined> {
  const { images } = await generateImages({ target, prompt });
  return images[0];
}

export async function spoken(text: string): Promise<Uint8Array> {
  try {
    return (await (await synthesize({ target, text })).collect()).bytes;
  } catch (error) {
    if (ToolkitError.isInstance(error)) throw new Error(error.code, { cause: error });
    throw error;
  }
}

export function primary(text: string): string | undefined {
  const { config }: { readonly config: Config } = parseConfig(text);
  return config.agents.defaults.model?.primary;
}

interface Settings {
  readonly thinking?: "low" | "high" | undefined;
  readonly temperature?: number | undefined;
  readonly retries?: number | undefined;
  readonly language?: string | undefined;
}

/** What may be missing is handed on as it is. */
export async function settled({ thinking, temperature, retries, language }: Settings, audio: Uint8Array): Promise<string> {
  const { row } = await createCatalog({ endpoint: resolveEndpoint(), apiKey: "sk-or-sandbox" }).find("openrouter/auto");
  const careful = createTarget({ model: "openrouter/auto", apiKey: "sk-or-sandbox", row, timeouts: { stallMs: retries } });
  const heard = await transcribe({ target: careful, audio, language });
  const messages = [{ role: "user" as const, content: heard.text }];
  return streamChat({ target: careful, messages, thinking, params: { temperature } }, { failover: { retries } })
    .result()
    .then(({ text }) => text);
}

// @ts-expect-error a misspelt option is an error, not an extra
createTarget({ modle: "openrouter/auto", apiKey: "x" });
