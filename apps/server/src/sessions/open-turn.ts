import type { AssistantMessage, ChatEvent, ChatMessage, ErrorEvent, FinishEvent } from "@openclaw/chat";
import { fitConversation } from "@openclaw/chat";
import type { ModelTarget } from "@openclaw/core";
import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "../http/exchange.js";
import type { Logger } from "../log/logger.js";
import { historyOf } from "./session-rows.js";
import type { Session, Sessions, Turn } from "./session-types.js";

export interface TurnRequest {
  /** What is new. */
  readonly messages: readonly ChatMessage[];
  /** The model as it was asked for. */
  readonly model: string | undefined;
  /** The caller's end user. */
  readonly user: unknown;
}

/** One request within a stored conversation (CHAT-12). */
export interface OpenTurn {
  readonly session: Session;
  /** Everything that was said, the new messages last. */
  readonly messages: readonly ChatMessage[];
  /** As much of it as the model has room for. */
  fit(target: ModelTarget | undefined): Promise<readonly ChatMessage[]>;
  /** Writes the new messages down; only then may anything be sent. */
  begin(): Promise<void>;
  /** Looks at an answer as it comes: what has arrived is written every moment, so that a crash loses no more than that. */
  see(event: ChatEvent): void;
  /** Writes the end of the answer, before the client is told of it. Never rejects: an answer that was paid for is delivered. */
  settle(event: FinishEvent | ErrorEvent): Promise<void>;
  close(): Promise<void>;
}

export interface TurnDeps {
  readonly state: { readonly sessions: Sessions };
  readonly logger: Logger;
  /** `--sessions-by-user`: every end user that a request names has a conversation. */
  readonly sessionsByUser: boolean;
}

const WRITE_EVERY_MS = 500;

/** Opens the session that a request names by header, or by its `user` where that is set; `undefined` for a request without one. @throws Refusal */
export async function openTurn(
  exchange: Exchange,
  { state, logger, sessionsByUser }: TurnDeps,
  request: TurnRequest,
): Promise<OpenTurn | undefined> {
  const session = await findSession(exchange, state.sessions, { user: sessionsByUser ? request.user : undefined });
  if (session === undefined) return undefined;
  const turn = await state.sessions.begin(session);
  exchange.sessionId = session.id;
  exchange.headers["x-openclaw-session"] = session.id;
  const system = request.messages.filter(isSystem);
  const fresh = request.messages.filter((message) => !isSystem(message));
  const stored = session.system === undefined ? [] : [{ role: "system", content: session.system } as const];
  return trackTurn(turn, {
    logger,
    messages: [...(system.length === 0 ? stored : system), ...historyOf(turn.stored, fresh)],
    begin: () => turn.ask(fresh, { model: request.model, system: textOf(system) }),
  });
}

async function findSession(exchange: Exchange, sessions: Sessions, { user }: { readonly user: unknown }): Promise<Session | undefined> {
  const { key } = exchange.caller;
  const id = exchange.header("x-openclaw-session");
  if (id !== undefined) {
    const found = await sessions.get(key?.id, id.slice(0, 100));
    if (found === undefined) throw new Refusal("route_not_found", "There is no such session.", { param: "x-openclaw-session" });
    return found;
  }
  if (typeof user !== "string" || user.trim() === "") return undefined;
  return sessions.ofCaller(key?.id ?? "", user.slice(0, 200));
}

function trackTurn(
  turn: Turn,
  { logger, messages, begin }: { readonly logger: Logger; readonly messages: readonly ChatMessage[]; readonly begin: () => Promise<void> },
): OpenTurn {
  let text = "";
  let reasoning = "";
  let model: string | undefined;
  let writing: Promise<void> = Promise.resolve();
  let waiting = false;
  let writtenAtMs = -Infinity;
  const tell = (error: unknown): void =>
    logger.log("error", "session_not_written", { session: turn.session.id, message: error instanceof Error ? error.message : "unknown" });
  const write = (facts: Parameters<Turn["answer"]>[0]): Promise<void> => (writing = writing.then(() => turn.answer(facts)).catch(tell));

  const soFar = (): AssistantMessage => ({
    role: "assistant",
    content: text,
    ...(reasoning === "" ? {} : { reasoning }),
    ...(model === undefined ? {} : { source: { model } }),
  });
  const writePiece = (): void => {
    if (waiting || performance.now() - writtenAtMs < WRITE_EVERY_MS) return;
    waiting = true;
    writtenAtMs = performance.now();
    void write({ message: soFar(), partial: true }).finally(() => (waiting = false));
  };

  return {
    session: turn.session,
    messages,
    async fit(target) {
      return (await fitConversation(messages, target?.traits ?? {})).messages;
    },
    begin,
    see(event) {
      if (event.type === "start") ({ model } = event);
      if (event.type === "restart") text = reasoning = "";
      if (event.type === "reasoning") reasoning += event.text;
      if (event.type !== "text") return;
      text += event.text;
      writePiece();
    },
    async settle(event) {
      if (event.type === "finish")
        return write({ message: event.message, usage: event.usage, generationId: event.generationId, partial: false });
      const { partial, usage } = event;
      // Nothing came of it: the question is taken back, so that asking again does not ask twice.
      if ((partial.content ?? "") === "") {
        await writing;
        if (writtenAtMs === -Infinity) return turn.unask().catch(tell);
        return undefined;
      }
      return write({
        message: { role: "assistant", content: partial.content, ...(partial.source === undefined ? {} : { source: partial.source }) },
        usage,
        partial: true,
      });
    },
    async close() {
      await writing;
      await turn.close().catch(tell);
    },
  };
}

function isSystem({ role }: ChatMessage): boolean {
  return role === "system" || role === "developer";
}

function textOf(system: readonly ChatMessage[]): string | undefined {
  if (system.length === 0) return undefined;
  return system
    .map(({ content }) =>
      typeof content === "string" ? content : (content ?? []).map((part) => (part.type === "text" ? part.text : "")).join(""),
    )
    .join("\n\n");
}
