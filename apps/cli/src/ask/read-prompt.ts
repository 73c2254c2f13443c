import type { ChatMessage, UserPart } from "@openclaw/chat";
import type { Context } from "../context.js";
import { UsageError } from "../args/usage-error.js";
import { takesStdin } from "./takes-stdin.js";
import { readStdin } from "./read-stdin.js";

export interface PromptSources {
  /** Words behind the command, or `--prompt`. */
  readonly text: string;
  /** A template that holds a place for what is asked: what is piped in goes there, and not before the text. */
  readonly fill?: ((piped: string) => string) | undefined;
  readonly system?: string | undefined;
  readonly files?: readonly string[] | undefined;
  /** What the prompt stands behind, for who gives none; `chat` without it. */
  readonly example?: string | undefined;
}

/**
 * The conversation that a command line asks: piped text first, as what the question is about, then the question (CLI-3).
 *
 * @throws UsageError when there is nothing to ask
 */
export async function readPrompt(context: Context, sources: PromptSources): Promise<readonly ChatMessage[]> {
  const piped = takesStdin(sources.files ?? []) ? "" : (await readStdin(context.io, context.out)).trimEnd();
  const parts = sources.fill === undefined || piped === "" ? [piped, sources.text] : [sources.fill(piped)];
  const text = parts.filter((part) => part.trim() !== "").join("\n\n");
  const attachments = await readAttachments(context, sources.files ?? []);
  // A voice note may be the whole question.
  if (text === "" && !attachments.some(({ type }) => type === "audio")) {
    throw new UsageError(
      "There is no prompt.",
      `Write it in quotes, or pipe it in: ${context.io.program} ${sources.example ?? "chat"} "Why is the sky blue?"`,
    );
  }
  const question: readonly UserPart[] = text === "" ? [] : [{ type: "text", text }];
  const content: string | readonly UserPart[] = attachments.length === 0 ? text : [...attachments, ...question];
  const system = sources.system?.trim() ?? "";
  return [...(system === "" ? [] : [{ role: "system" as const, content: system }]), { role: "user", content }];
}

async function readAttachments(context: Context, files: readonly string[]): Promise<readonly UserPart[]> {
  if (files.length === 0) return [];
  const { readAttachment } = await import("./read-attachment.js");
  return Promise.all(files.map((file) => readAttachment(file, context)));
}
