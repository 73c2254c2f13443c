import { writeFile } from "node:fs/promises";
import { UsageError } from "../args/usage-error.js";
import { userPath } from "../args/user-path.js";
import { exportMarkdown } from "../sessions/export-session.js";
import { openSessionNamed } from "../sessions/open-session.js";
import { messageText, readSession, sessionNames, sessionPath, sessionsFolder } from "../sessions/session-files.js";
import { type ChatState, READ } from "./chat-state.js";
import type { SlashCommand } from "./slash-command.js";

export const saveCommand: SlashCommand = {
  name: "save",
  takes: "NAME|FILE.md",
  summary: "Keep the conversation under a name, or write it as Markdown",
  async run(state, rest) {
    const { context } = state;
    const { out, io } = context;
    if (state.session === undefined) throw new UsageError("Nothing was said yet.");
    if (rest === "") {
      out.note(`This conversation is kept as "${state.session.name}". Another name: /save NAME`);
      return READ;
    }
    if (/\.(?:md|txt|json)$/i.test(rest)) {
      const path = userPath(rest, io);
      const { conversation } = state.session.file;
      const text = rest.toLowerCase().endsWith(".json")
        ? `${JSON.stringify(conversation.messages, undefined, 2)}\n`
        : exportMarkdown(conversation);
      await writeFile(path, text, { flag: "wx", mode: 0o600 });
      out.note(`Written to ${rest}`);
      return READ;
    }
    const folder = sessionsFolder(await context.config());
    sessionPath(folder, rest);
    if ((await sessionNames(folder)).includes(rest)) throw new UsageError(`There is a session "${rest}" already.`, "Choose another name.");
    const copy = await openSessionNamed(context, rest);
    await copy.file.append(state.session.file.conversation.messages);
    state.session = copy;
    out.note(`Kept as "${rest}"; go on another day with: ${io.program} chat --session ${rest}`);
    return READ;
  },
};

export const openCommand: SlashCommand = {
  name: "open",
  takes: "NAME",
  summary: "Go on with another conversation",
  async run(state, rest) {
    if (rest === "") throw new UsageError("/open needs a name.", `See all with: ${state.context.io.program} sessions list`);
    await readSession(sessionsFolder(await state.context.config()), rest);
    startAfresh(state);
    state.session = await openSessionNamed(state.context, rest);
    rememberLast(state);
    state.context.out.note(`Going on with "${rest}" (${state.session.file.conversation.messages.length} messages).`);
    return READ;
  },
};

export const clearCommand: SlashCommand = {
  name: "clear",
  aliases: ["new", "reset"],
  summary: "Begin a new conversation; the old one stays kept",
  run(state) {
    startAfresh(state);
    state.context.out.note("A new conversation.");
    return READ;
  },
};

function startAfresh(state: ChatState): void {
  state.session = undefined;
  state.sent = undefined;
  state.last = undefined;
  state.lastAnswer = "";
  state.attachments = [];
}

/** So that /retry, /edit and /tts work on a conversation from another day. */
export function rememberLast(state: ChatState): void {
  const messages = state.session?.file.conversation.messages ?? [];
  const question = messages.findLast((message) => message.role === "user");
  state.last = question === undefined ? undefined : { content: question.content, stored: true };
  state.lastAnswer = messageText(messages.findLast((message) => message.role === "assistant")?.content ?? null);
}
