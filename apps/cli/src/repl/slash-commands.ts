import { writeFile } from "node:fs/promises";
import { parseThinkingLevel, THINKING_LEVELS, type ChatMessage } from "@openclaw/chat";
import { DEFAULT_MODELS } from "@openclaw/config";
import { nearest } from "@openclaw/core";
import { userPath } from "../args/user-path.js";
import { UsageError } from "../args/usage-error.js";
import { shownUsd } from "../output/amounts.js";
import { wrapWords } from "../output/wrap-words.js";
import { printable } from "../output/printable.js";
import { exportMarkdown } from "../sessions/export-session.js";
import { openSessionNamed } from "../sessions/open-session.js";
import { messageText, readSession, sessionNames, sessionPath, sessionsFolder } from "../sessions/session-files.js";
import { type ChatState, type Next, READ } from "./chat-state.js";
import { imageCommand, speechCommand, videoCommand } from "./make-commands.js";
import type { SlashCommand } from "./slash-command.js";

const model: SlashCommand = {
  name: "model",
  aliases: ["m"],
  takes: "[REF]",
  summary: "Show the model, or ask another one from here on",
  async run(state, rest) {
    const { out } = state.context;
    if (rest === "") {
      const { config } = await state.context.config();
      out.note(
        `Model: ${state.model ?? config.agents.defaults.model?.primary ?? DEFAULT_MODELS.chat}. Change it: /model REF (Tab completes)`,
      );
      return READ;
    }
    const { targets } = await state.context.targets("chat", { model: rest });
    state.model = rest;
    out.note(`Model: ${targets[0]?.model.ref ?? rest}`);
    return READ;
  },
};

const think: SlashCommand = {
  name: "think",
  aliases: ["t", "thinking"],
  takes: "[LEVEL]",
  summary: `How hard to think: ${THINKING_LEVELS.join(", ")}`,
  run(state, rest) {
    const { out } = state.context;
    if (rest === "") out.note(`Thinking: ${state.thinking ?? "as configured"}`);
    else {
      state.thinking = parseThinkingLevel(rest);
      // openclaw.md §3.7
      out.note(state.thinking === "off" ? "Thinking disabled." : `Thinking level set to ${state.thinking}.`);
    }
    return READ;
  },
};

const system: SlashCommand = {
  name: "system",
  takes: "[TEXT|off]",
  summary: "Show, set or take away the system prompt",
  async run(state, rest) {
    const { out } = state.context;
    const messages = state.session?.file.conversation.messages ?? [];
    if (rest === "") {
      const text =
        state.system ??
        messages
          .filter(isSystem)
          .map(({ content }) => messageText(content))
          .join("\n");
      out.note(text === "" ? "There is no system prompt." : `System prompt: ${printable(text)}`);
      return READ;
    }
    if (rest === "off") {
      state.system = undefined;
      if (messages.some(isSystem)) await state.session?.file.compact(messages.filter((message) => !isSystem(message)));
      out.note("The system prompt is taken away.");
    } else {
      state.system = rest;
      out.note("The system prompt holds from the next question on.");
    }
    return READ;
  },
};

function isSystem({ role }: ChatMessage): boolean {
  return role === "system" || role === "developer";
}

const attach: SlashCommand = {
  name: "attach",
  aliases: ["file"],
  takes: "[PATH|URL|off]",
  summary: "Send a picture, PDF, sound, video or text with the next question",
  async run(state, rest) {
    const { out } = state.context;
    if (rest === "off") state.attachments = [];
    else if (rest !== "") {
      const { readAttachment } = await import("../ask/read-attachment.js");
      const path = rest.replace(/^(["'])(.*)\1$/, "$2").replaceAll("\\ ", " ");
      state.attachments = [...state.attachments, { name: path, part: await readAttachment(path, state.context) }];
    }
    const names = state.attachments.map(({ name }) => name);
    out.note(names.length === 0 ? "Nothing is attached." : `With the next question: ${names.join(", ")}`);
    return READ;
  },
};

const usage: SlashCommand = {
  name: "usage",
  aliases: ["cost"],
  summary: "Tokens, cost and cache of this chat",
  run(state) {
    const { out } = state.context;
    const { totals, turns, savedUsd } = state;
    if (totals === undefined) {
      if (state.made.length === 0) out.note("Nothing was asked yet.");
      sayMade(state);
      sayLeft(state);
      return READ;
    }
    const share = totals.promptTokens === 0 ? 0 : Math.round((totals.cachedTokens / totals.promptTokens) * 100);
    out.note(`Turns: ${turns}`);
    out.note(
      `Tokens: ${totals.promptTokens} in, ${totals.completionTokens} out${totals.reasoningTokens > 0 ? ` (${totals.reasoningTokens} thinking)` : ""}`,
    );
    out.note(
      `Prompt cache: ${share}% of what was sent${savedUsd === 0 ? "" : `, ${savedUsd > 0 ? "saved" : "cost"} ${shownUsd(Math.abs(savedUsd))}`}`,
    );
    out.note(`Cost: ${totals.costUsd === undefined ? "not told" : shownUsd(totals.costUsd)}`);
    sayMade(state);
    sayLeft(state);
    return READ;
  },
};

function sayMade({ context: { out }, made }: ChatState): void {
  if (made.length === 0) return;
  const told = made.filter((costUsd) => costUsd !== undefined);
  const cost = told.length === 0 ? "not told" : shownUsd(told.reduce((sum, costUsd) => sum + costUsd, 0));
  out.note(`Made beside the talk: ${made.length} ${made.length === 1 ? "file" : "files"}, ${cost}`);
}

/** What `--max-cost` leaves. */
function sayLeft({ context: { out }, spending }: ChatState): void {
  const { limitUsd } = spending;
  if (limitUsd === undefined) return;
  const spentUsd = spending.spentUsd();
  const left = spentUsd < limitUsd ? shownUsd(limitUsd - spentUsd) : "nothing";
  out.note(`Limit: ${shownUsd(spentUsd)} of ${shownUsd(limitUsd)} spent, ${left} left`);
}

const retry: SlashCommand = {
  name: "retry",
  summary: "Ask the last question again",
  async run(state) {
    const { last } = state;
    if (last === undefined) throw new UsageError("There is nothing to ask again.");
    await dropLastTurn(state);
    return { kind: "ask", content: last.content };
  },
};

const edit: SlashCommand = {
  name: "edit",
  summary: "Change the last question and ask it again",
  run(state) {
    if (state.last === undefined) throw new UsageError("There is nothing to change.");
    state.editing = true;
    return { kind: "read", initial: messageText(state.last.content) };
  },
};

/** Takes the last question and its answer out of the conversation. */
export async function dropLastTurn(state: ChatState): Promise<void> {
  if (state.last?.stored !== true || state.session === undefined) return;
  const { messages } = state.session.file.conversation;
  const from = messages.findLastIndex(({ role }) => role === "user");
  if (from !== -1) await state.session.file.compact(messages.slice(0, from));
  state.last = { ...state.last, stored: false };
}

const save: SlashCommand = {
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

const open: SlashCommand = {
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

const clear: SlashCommand = {
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

const help: SlashCommand = {
  name: "help",
  aliases: ["?"],
  summary: "This list",
  run({ context: { out } }) {
    for (const { name, takes, summary } of SLASH_COMMANDS) {
      const form = `/${name}${takes === undefined ? "" : ` ${takes}`}`;
      // On a narrow terminal the summary stands below its command.
      if (out.noteColumns < 60) out.note(`${out.noteStyle("cyan", form)}\n  ${summary}`);
      else out.note(`${out.noteStyle("cyan", form.padEnd(24))} ${summary}`);
    }
    out.note("");
    const altEnter = out.unicode ? ", or press Alt-Enter" : "";
    const hints = [
      `Several lines: end a line with \\, or write """ before and after${altEnter}. A paste is one piece.`,
      "Ctrl-C ends the answer and keeps what arrived; Ctrl-D leaves. A question that begins with /: write //.",
    ];
    for (const hint of hints) out.note(wrapWords(hint, out.noteColumns));
    return READ;
  },
};

const leave: SlashCommand = {
  name: "exit",
  aliases: ["quit", "q", "bye"],
  summary: "Leave; so does Ctrl-D",
  run: () => ({ kind: "leave" }),
};

export const SLASH_COMMANDS: readonly SlashCommand[] = [
  model,
  think,
  system,
  attach,
  imageCommand,
  videoCommand,
  speechCommand,
  usage,
  retry,
  edit,
  save,
  open,
  clear,
  help,
  leave,
];

/** Runs what was entered behind a slash. @throws UsageError for a command that is not there */
export async function runSlashCommand(state: ChatState, entry: string): Promise<Next> {
  const [, name = "", rest = ""] = /^\/(\S*)\s*(.*)$/s.exec(entry) ?? [];
  const command = SLASH_COMMANDS.find((candidate) => candidate.name === name || candidate.aliases?.includes(name) === true);
  if (command !== undefined) return command.run(state, rest.trim());
  const names = SLASH_COMMANDS.map((candidate) => candidate.name);
  const [close] = [...names.filter((candidate) => name.length > 1 && candidate.startsWith(name)), ...nearest(name, names)];
  throw new UsageError(`There is no command /${name}.`, close === undefined ? "See all with /help." : `Did you mean /${close}?`);
}
