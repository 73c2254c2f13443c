import { parseThinkingLevel } from "@openclaw/chat";
import type { Context } from "../context.js";
import type { Terminal } from "../io.js";
import { openSession } from "../sessions/open-session.js";
import { runChat } from "./run-chat.js";

interface StartFlags {
  readonly model?: string;
  readonly fallback?: readonly string[];
  readonly thinking?: string;
  readonly system?: string;
  readonly file?: readonly string[];
  readonly session?: string;
  readonly continue?: boolean;
  readonly "no-save"?: boolean;
  readonly "max-tokens"?: number;
  readonly temperature?: number;
  readonly timeout?: number;
  readonly "max-cost"?: number;
}

/** Begins a chat from the flags of a command line. */
export async function startChat(context: Context, terminal: Terminal, flags: StartFlags): Promise<number> {
  const thinking = flags.thinking === undefined ? undefined : parseThinkingLevel(flags.thinking);
  // A model that is not there is said before anything is typed.
  if (flags.model !== undefined) await context.targets("chat", { model: flags.model });
  const { readAttachment } = await import("../ask/read-attachment.js");
  const attachments = await Promise.all((flags.file ?? []).map(async (name) => ({ name, part: await readAttachment(name, context) })));
  return runChat(context, terminal, {
    model: flags.model,
    fallbacks: flags.fallback,
    thinking,
    system: flags.system,
    attachments,
    session: await openSession(context, flags),
    unsaved: flags["no-save"] === true,
    timeoutMs: flags.timeout === undefined ? undefined : flags.timeout * 1000,
    maxCostUsd: flags["max-cost"],
    params: {
      ...(flags["max-tokens"] === undefined ? {} : { maxTokens: flags["max-tokens"] }),
      ...(flags.temperature === undefined ? {} : { temperature: flags.temperature }),
    },
  });
}
