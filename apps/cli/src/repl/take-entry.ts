import type { UserPart } from "@openclaw/chat";
import { type ChatState, type Next, READ } from "./chat-state.js";
import { sayFailure } from "./say-failure.js";
import { dropLastTurn, runSlashCommand } from "./slash-commands.js";

/** What people type who look for the door, and hardly ever a question. */
const DOOR = /^(?:exit|quit)$/i;

/** Commands that ask the API themselves: Ctrl-C gives them up without ending the chat. */
const INTERRUPTIBLE = /^\/(?:image|tts|speak)\b/;

/** Runs the command that was typed, or makes a question of it, with what is attached. */
export async function takeEntry(state: ChatState, typed: string): Promise<Next> {
  const entry = DOOR.test(typed) ? `/${typed.toLowerCase()}` : typed;
  const { editing } = state;
  state.editing = false;
  if (entry === "") return READ;
  if (isCommand(entry)) return runCommand(state, entry);
  return { kind: "ask", content: await takeQuestion(state, entry.replace(/^\/\//, "/"), { editing }) };
}

/** `//` begins a question with a slash, and a path is no command. */
function isCommand(entry: string): boolean {
  return entry.startsWith("/") && !entry.startsWith("//") && !/^\/\S*\//.test(entry);
}

/** @param options.editing it takes the place of the last question, whose attachments stay with it */
async function takeQuestion(
  state: ChatState,
  text: string,
  { editing }: { readonly editing: boolean },
): Promise<string | readonly UserPart[]> {
  const last = editing ? state.last?.content : undefined;
  const kept = last === undefined || typeof last === "string" ? [] : last.filter(({ type }) => type !== "text");
  if (editing) await dropLastTurn(state);
  const parts: readonly UserPart[] = [...kept, ...state.attachments.map(({ part }) => part)];
  state.attachments = [];
  return parts.length === 0 ? text : [...parts, { type: "text", text }];
}

async function runCommand(state: ChatState, entry: string): Promise<Next> {
  const { context } = state;
  const stop = new AbortController();
  const interruptible: ChatState["context"] = {
    ...context,
    io: { ...context.io, signal: AbortSignal.any([context.io.signal, stop.signal]) },
  };
  // The same chat, seen through a context that can be interrupted.
  const scoped: ChatState = Object.create(state, { context: { value: interruptible } }) as ChatState;
  try {
    return await state.reader.during(
      () => stop.abort(new DOMException("Interrupted.", "AbortError")),
      () => runSlashCommand(INTERRUPTIBLE.test(entry) ? scoped : state, entry),
    );
  } catch (error) {
    sayFailure(state, error);
    return READ;
  }
}
