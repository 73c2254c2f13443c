import { parseThinkingLevel, THINKING_LEVELS, type ChatMessage } from "@openclaw/chat";
import { DEFAULT_MODELS } from "@openclaw/config";
import { nearest } from "@openclaw/core/internal";
import { UsageError } from "../args/usage-error.js";
import { printable } from "../output/printable.js";
import { twoColumns } from "../output/two-columns.js";
import { messageText } from "../sessions/session-files.js";
import { type ChatState, type Next, READ } from "./chat-state.js";
import { clearCommand, openCommand, saveCommand } from "./keep-commands.js";
import { imageCommand, speechCommand, videoCommand } from "./make-commands.js";
import type { SlashCommand } from "./slash-command.js";
import { usageCommand } from "./usage-command.js";

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
      // OpenClaw's own words.
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

const help: SlashCommand = {
  name: "help",
  aliases: ["?"],
  summary: "This list",
  run({ context: { out } }) {
    const rows = SLASH_COMMANDS.map(({ name, takes, summary }) => [`/${name}${takes === undefined ? "" : ` ${takes}`}`, summary] as const);
    out.note(twoColumns(rows, { columns: out.noteColumns, style: out.noteStyle }));
    out.note("");
    const altEnter = out.unicode ? ", or press Alt-Enter" : "";
    const hints = [
      `Several lines: end a line with \\, or write """ before and after${altEnter}. A paste is one piece.`,
      `${out.animated ? "Ctrl-R searches what was asked before. " : ""}Ctrl-C ends the answer and keeps what arrived; Ctrl-D leaves. A question that begins with /: write //.`,
    ];
    for (const hint of hints) out.note(hint);
    return READ;
  },
};

const leave: SlashCommand = {
  name: "exit",
  aliases: ["quit", "q", "bye"],
  summary: "Leave; so do exit, quit and Ctrl-D",
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
  usageCommand,
  retry,
  edit,
  saveCommand,
  openCommand,
  clearCommand,
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
