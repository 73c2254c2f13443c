import { DEFAULT_MODELS, readAliases } from "@openclaw/config";
import { createSpending } from "../ask/spending-limit.js";
import type { Context } from "../context.js";
import { EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.js";
import type { Terminal } from "../io.js";
import { listedRefs } from "../models/listed-refs.js";
import { sessionNames, sessionsFolder } from "../sessions/session-files.js";
import { askTurn } from "./ask-turn.js";
import { type ChatStart, type ChatState, type Next, READ } from "./chat-state.js";
import { completeLine } from "./complete.js";
import { openHistory } from "./history.js";
import { rememberLast } from "./keep-commands.js";
import { createLineReader, type LineReader } from "./line-reader.js";
import { newSession } from "./new-session.js";
import { SLASH_COMMANDS } from "./slash-commands.js";
import { takeEntry } from "./take-entry.js";

/**
 * The chat on a terminal (CLI-2): reads, asks, shows, until the user leaves. What goes wrong in a turn is said, and the chat goes on.
 *
 * @returns the exit code
 */
export async function runChat(context: Context, terminal: Terminal, start: ChatStart): Promise<number> {
  const { io, out } = context;
  const loaded = await context.config();
  const prompt = out.style(["bold", "cyan"], out.unicode ? "❯ " : "> ");
  const reader = await openReader(context, terminal, { unsaved: start.unsaved });
  const state = beginState(context, reader, start);
  rememberLast(state);
  const onAbort = (): void => reader.close();
  io.signal.addEventListener("abort", onAbort, { once: true });
  try {
    greet(state, loaded.config.agents.defaults.model?.primary ?? DEFAULT_MODELS.chat);
    let next: Next = READ;
    while (!io.signal.aborted) {
      if (next.kind === "leave") break;
      if (next.kind === "ask") {
        await askTurn(state, next.content, start);
        context.timings?.report(out);
        next = READ;
        continue;
      }
      const entry = await reader.read(prompt, next.initial);
      next = READ;
      if (entry === undefined) break;
      // Nobody wants to know how long it took to type.
      context.timings?.restart();
      next = await takeEntry(state, entry);
      if (next.kind === "read") context.timings?.report(out);
    }
    if (!io.signal.aborted) await leave(state);
  } finally {
    io.signal.removeEventListener("abort", onAbort);
    reader.close();
  }
  return io.signal.aborted ? EXIT_INTERRUPTED : EXIT_OK;
}

/** Reads entries with the history of earlier chats, and completes commands, models, conversations and paths. */
async function openReader(context: Context, terminal: Terminal, { unsaved }: Pick<ChatStart, "unsaved">): Promise<LineReader> {
  const { io, out } = context;
  const loaded = await context.config();
  const history = unsaved ? { entries: [], add: async () => undefined } : await openHistory(loaded.stateDir);
  const reader = createLineReader(terminal, {
    history: history.entries,
    onEntry: (text) => void history.add(text).catch((error: Error) => out.detail(`the history could not be written: ${error.message}`)),
    complete: (line) =>
      completeLine(line, {
        cwd: io.cwd,
        commands: SLASH_COMMANDS.map(({ name, takes }) => `/${name}${takes === undefined ? "" : " "}`),
        models: () => modelNames(context),
        sessions: () => sessionNames(sessionsFolder(loaded)),
      }),
    onIdleInterrupt: () => reader.above(() => out.note(out.noteStyle("dim", "Ctrl-D leaves."))),
    unicode: out.unicode,
    dumb: io.env["TERM"] === "dumb",
    continuation: out.style("dim", out.unicode ? "… " : ". "),
  });
  return reader;
}

function beginState(context: Context, reader: LineReader, start: ChatStart): ChatState {
  const state: ChatState = {
    context,
    reader,
    model: start.model,
    fallbacks: start.fallbacks,
    thinking: start.thinking,
    system: start.system,
    attachments: start.attachments,
    session: start.session,
    openSession: async () => (state.session ??= await newSession(context, start)),
    sent: undefined,
    last: undefined,
    lastAnswer: "",
    totals: undefined,
    savedUsd: 0,
    turns: 0,
    made: [],
    brokenOff: [],
    spending: createSpending(start.maxCostUsd, "See what was spent with /usage. To go on, leave and begin again with a higher --max-cost."),
    editing: false,
    jobs: new Set(),
  };
  return state;
}

function greet({ context: { out, flags }, session, model }: ChatState, configured: string): void {
  const known = session?.file.conversation.messages.length ?? 0;
  const where = known === 0 ? "" : `, going on with "${session?.name ?? ""}" (${known} messages)`;
  const free = flags.sandbox ? " in the sandbox: no model, no key, no cost" : "";
  out.note(out.noteStyle("dim", `${model ?? configured}${free}${where}. /help shows what there is, Ctrl-D leaves.`));
}

async function leave(state: ChatState): Promise<void> {
  const { out, io } = state.context;
  const { sandbox } = state.context.flags;
  out.line();
  if (state.jobs.size > 0) {
    out.note("Waiting for the video; Ctrl-C leaves it to be resumed.");
    const stop = new AbortController();
    await state.reader.during(
      () => stop.abort(),
      async () => Promise.race([Promise.all(state.jobs), new Promise((resolve) => stop.signal.addEventListener("abort", resolve))]),
    );
    if (state.jobs.size > 0) out.note(`Go on with it: ${io.program} infer video list`);
  }
  if (state.session !== undefined && state.session.file.path !== "" && (state.turns > 0 || state.made.length > 0)) {
    out.note(out.noteStyle("dim", `Go on with: ${io.program} chat --session ${state.session.name}${sandbox ? " --sandbox" : ""}`));
  }
}

async function modelNames(context: Context): Promise<readonly string[]> {
  const [catalog, { config }] = await Promise.all([context.catalog(), context.config()]);
  const { rows } = await catalog.all({ network: "never" });
  return [...Object.keys(readAliases(config)), ...listedRefs(rows)].toSorted();
}
