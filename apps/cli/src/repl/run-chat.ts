import {
  addUsage,
  ChatError,
  estimateTokens,
  type ChatInput,
  type ChatResult,
  parseThinkingLevel,
  reportCache,
  type ThinkingLevel,
  type UserPart,
} from "@openclaw/chat";
import { DEFAULT_MODELS, readAliases } from "@openclaw/config";
import type { ModelTarget } from "@openclaw/core";
import { createAnswerSink } from "../ask/answer-sink.js";
import { answerCostUsd, createSpending, leastCostUsd } from "../ask/spending-limit.js";
import { usageParts } from "../ask/event-view.js";
import type { Context } from "../context.js";
import { EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.js";
import type { Terminal } from "../io.js";
import { shownMs, shownUsd } from "../output/amounts.js";
import { isAbort, reportError } from "../output/report-error.js";
import type { Session } from "../sessions/open-session.js";
import { messageText, sessionNames, sessionsFolder } from "../sessions/session-files.js";
import { takeTurn } from "../sessions/take-turn.js";
import { type ChatState, type Next, READ } from "./chat-state.js";
import { completeLine } from "./complete.js";
import { openHistory } from "./history.js";
import { createLineReader } from "./line-reader.js";
import { newSession } from "./new-session.js";
import { rememberLast } from "./keep-commands.js";
import { dropLastTurn, runSlashCommand, SLASH_COMMANDS } from "./slash-commands.js";

export interface ChatStart {
  readonly model?: string | undefined;
  readonly fallbacks?: readonly string[] | undefined;
  readonly thinking?: ThinkingLevel | undefined;
  readonly system?: string | undefined;
  readonly attachments: ChatState["attachments"];
  readonly session?: Session | undefined;
  /** Nothing is written: neither the conversation nor what was entered. */
  readonly unsaved: boolean;
  /** Of each answer. */
  readonly timeoutMs?: number | undefined;
  readonly maxCostUsd?: number | undefined;
  readonly params: ChatInput["params"];
}

/**
 * The chat on a terminal (CLI-2): reads, asks, shows, until the user leaves. What goes wrong in a turn is said, and the chat goes on.
 *
 * @returns the exit code
 */
export async function runChat(context: Context, terminal: Terminal, start: ChatStart): Promise<number> {
  const { io, out } = context;
  const loaded = await context.config();
  const history = start.unsaved ? { entries: [], add: async () => undefined } : await openHistory(loaded.stateDir);
  const dumb = io.env["TERM"] === "dumb";
  const prompt = out.style(["bold", "cyan"], out.unicode ? "❯ " : "> ");
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
    dumb,
    continuation: out.style("dim", out.unicode ? "… " : ". "),
  });
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
  rememberLast(state);
  const onAbort = (): void => reader.close();
  io.signal.addEventListener("abort", onAbort, { once: true });
  try {
    greet(state, loaded.config.agents.defaults.model?.primary ?? DEFAULT_MODELS.chat);
    let next: Next = READ;
    while (!io.signal.aborted) {
      if (next.kind === "leave") break;
      if (next.kind === "ask") {
        await ask(state, next.content, start);
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

/** What people type who look for the door, and hardly ever a question. */
const DOOR = /^(?:exit|quit)$/i;

async function takeEntry(state: ChatState, typed: string): Promise<Next> {
  const entry = DOOR.test(typed) ? `/${typed.toLowerCase()}` : typed;
  const editing = state.editing;
  state.editing = false;
  if (entry === "") return READ;
  if (!entry.startsWith("/") || entry.startsWith("//") || /^\/\S*\//.test(entry)) {
    const text = entry.replace(/^\/\//, "/");
    // Attachments of the question that was changed stay with it.
    const kept =
      editing && state.last !== undefined && typeof state.last.content !== "string"
        ? state.last.content.filter(({ type }) => type !== "text")
        : [];
    if (editing) await dropLastTurn(state);
    const parts: readonly UserPart[] = [...kept, ...state.attachments.map(({ part }) => part)];
    state.attachments = [];
    return { kind: "ask", content: parts.length === 0 ? text : [...parts, { type: "text", text }] };
  }
  const { context } = state;
  const stop = new AbortController();
  // A picture that takes long is given up by Ctrl-C without ending the chat.
  const interruptible: ChatState["context"] = {
    ...context,
    io: { ...context.io, signal: AbortSignal.any([context.io.signal, stop.signal]) },
  };
  const scoped: ChatState = Object.create(state, { context: { value: interruptible } }) as ChatState;
  try {
    const next = await state.reader.during(
      () => stop.abort(new DOMException("Interrupted.", "AbortError")),
      () => runSlashCommand(/^\/(?:image|tts|speak)\b/.test(entry) ? scoped : state, entry),
    );
    return next;
  } catch (error) {
    say(state, error);
    return READ;
  }
}

async function ask(state: ChatState, content: string | readonly UserPart[], start: ChatStart): Promise<void> {
  const { context, reader } = state;
  const { out } = context;
  const cancel = new AbortController();
  let target: ModelTarget | undefined;
  state.last = { content, stored: false };
  try {
    await reader.during(
      () => cancel.abort(new DOMException("Interrupted.", "AbortError")),
      async () => {
        const resolved = await context.targets("chat", {
          model: state.model,
          fallbacks: state.fallbacks,
          ...(start.timeoutMs === undefined ? {} : { overrides: { timeoutMs: start.timeoutMs } }),
        });
        const level = state.thinking ?? (resolved.thinking === undefined ? undefined : parseThinkingLevel(resolved.thinking));
        const [primary] = resolved.targets;
        target = primary;
        const before = state.session?.file.conversation.messages ?? [];
        state.spending.check(leastCostUsd(primary, [{ role: "user", content }], before));
        const session = await state.openSession();
        const system = state.system === undefined ? [] : [{ role: "system" as const, content: state.system }];
        const input: ChatInput = {
          messages: [...system, { role: "user", content }],
          ...(level === undefined ? {} : { thinking: level }),
          ...(start.params === undefined ? {} : { params: start.params }),
        };
        const { result, sent } = await takeTurn(context, {
          resolved,
          input,
          session,
          sentBefore: state.sent,
          sink: createAnswerSink(context),
          signal: cancel.signal,
          sayUsage: (answer, durationMs) =>
            countTurn(state, answer, {
              durationMs,
              target: resolved.targets.find(({ model }) => model.wireId === answer.model) ?? primary,
            }),
        });
        state.sent = [...sent, result.message];
        state.lastAnswer = result.text;
      },
    );
    state.last = { content, stored: true };
  } catch (error) {
    const { messages } = state.session?.file.conversation ?? { messages: [] };
    const kept = messages.at(-1)?.role === "assistant" && JSON.stringify(messages.at(-2)?.content) === JSON.stringify(content);
    state.last = { content, stored: kept };
    if (kept) state.lastAnswer = messageText(messages.at(-1)?.content ?? null);
    if (error instanceof ChatError && error.usage?.costUsd !== undefined) {
      state.totals = addUsage(state.totals, error.usage);
      state.spending.add(error.usage.costUsd);
    } else if (kept) {
      // What broke off is billed, and its bill did not come.
      const usage = { promptTokens: estimateTokens(messages.slice(0, -1)), completionTokens: estimateTokens(messages.slice(-1)) };
      const aboutUsd = answerCostUsd(target, usage);
      state.spending.add(aboutUsd ?? 0);
      state.brokenOff.push(aboutUsd);
    }
    if (isAbort(error)) out.note(out.noteStyle("dim", kept ? "(stopped; what arrived is kept)" : "(stopped)"));
    else say(state, error);
  }
}

function say({ context: { out, io } }: ChatState, error: unknown): void {
  if (isAbort(error)) out.note(out.noteStyle("dim", "(stopped)"));
  else reportError(error, out, { json: false, debug: (io.env["OPENCLAW_DEBUG"] ?? "") !== "" });
}

/** Tokens, cache and cost of the turn, and what the chat has cost so far (CLI-4). */
function countTurn(
  state: ChatState,
  { usage, model }: ChatResult,
  { durationMs, target }: { readonly durationMs: number; readonly target: ModelTarget | undefined },
): void {
  const { out } = state.context;
  state.turns++;
  state.totals = addUsage(state.totals, usage);
  state.spending.add(answerCostUsd(target, usage));
  const cache = usage === undefined ? undefined : reportCache([usage], target?.traits.price);
  state.savedUsd += cache?.savedUsd ?? 0;
  const hit = cache === undefined || cache.cachedTokens === 0 ? [] : [`cache ${Math.round(cache.hitRate * 100)}%`];
  const total = state.turns > 1 && state.totals?.costUsd !== undefined ? [`total ${shownUsd(state.totals.costUsd)}`] : [];
  const parts = [model, ...usageParts(usage), ...hit, shownMs(durationMs), ...total];
  out.note(out.noteStyle("dim", parts.join(out.unicode ? " · " : ", ")));
}

async function modelNames(context: Context): Promise<readonly string[]> {
  const [catalog, { config }] = await Promise.all([context.catalog(), context.config()]);
  const { rows } = await catalog.all({ network: "never" });
  return [
    ...Object.keys(readAliases(config)),
    ...rows.map(({ id }) => (id.startsWith("openrouter/") ? id : `openrouter/${id}`)),
  ].toSorted();
}
