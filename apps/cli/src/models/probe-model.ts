import { type ChatInput, completeChat } from "@openclaw/chat";
import { ToolkitError } from "@openclaw/core";
import { redact } from "@openclaw/core/internal";
import type { Context } from "../context.js";
import type { FreeModel, ProbeOutcome, ScannedModel } from "./free-models.js";

// One white pixel.
const PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";
const SKIPPED: ProbeOutcome = { ok: false, latencyMs: null, skipped: true };

/** Asks a model for a tool call and, where it says that it sees, about a picture (as in OpenClaw). */
export async function probeModel(context: Context, model: FreeModel, timeoutMs: number): Promise<ScannedModel> {
  const tool = await probe(context, model, timeoutMs, {
    input: {
      messages: [{ role: "user", content: "Call the ping tool with {} and nothing else." }],
      tools: [{ name: "ping", description: "Answers.", inputSchema: { type: "object", properties: {} } }],
      toolChoice: "required",
      params: { maxTokens: 256 },
    },
    fits: ({ toolCalls }) => (toolCalls.some(({ name }) => name === "ping") ? undefined : "No tool call returned"),
  });
  if (!model.row.inputModalities.includes("image")) return { ...model, tool, image: SKIPPED };
  const image = await probe(context, model, timeoutMs, {
    input: {
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "Reply with OK." },
            { type: "image", url: PIXEL },
          ],
        },
      ],
      params: { maxTokens: 16 },
    },
    fits: () => undefined,
  });
  return { ...model, tool, image };
}

/** What is known without asking. */
export function unprobed(model: FreeModel): ScannedModel {
  return { ...model, tool: SKIPPED, image: SKIPPED };
}

interface Probe {
  readonly input: ChatInput;
  readonly fits: (result: Awaited<ReturnType<typeof completeChat>>) => string | undefined;
}

async function probe(context: Context, { ref }: FreeModel, timeoutMs: number, { input, fits }: Probe): Promise<ProbeOutcome> {
  const startedMs = context.io.now();
  const spent = (): number => context.io.now() - startedMs;
  try {
    const { targets } = await context.targets("chat", { model: ref, fallbacks: [], overrides: { timeoutMs } });
    const result = await completeChat(
      { ...input, target: targets },
      { transport: await context.transport(), signal: context.io.signal, failover: { retries: 0 } },
    );
    const problem = fits(result);
    return problem === undefined ? { ok: true, latencyMs: spent() } : { ok: false, latencyMs: spent(), error: problem };
  } catch (error) {
    if (!ToolkitError.isInstance(error)) throw error;
    return { ok: false, latencyMs: spent(), error: redact(error.message) };
  }
}
