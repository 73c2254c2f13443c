import type { AssistantMessage, ChatMessage, MessageEntry, Usage } from "@openclaw/chat";

/** A conversation that the server keeps (CHAT-12). */
export interface Session {
  /** `session_…` */
  readonly id: string;
  /** A virtual key's id; "" for the operator. */
  readonly owner: string;
  readonly title?: string;
  readonly model?: string;
  readonly thinking?: string;
  readonly system?: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Answers, broken ones included. */
  readonly turns: number;
  /** Spent on it, also for what was cut off later. */
  readonly costUsd: number;
}

/** One message of it, with the line that a conversation's file would hold. */
export interface SessionMessage {
  /** `msg_…` */
  readonly id: string;
  readonly entry: MessageEntry;
  /** The answer broke off, or is still on its way. */
  readonly partial: boolean;
}

export interface SessionSettings {
  readonly title?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly thinking?: string | null | undefined;
  readonly system?: string | null | undefined;
}

/** Whose: a key's id, "" for the operator's own, `undefined` for whoever may see all. */
export type Owner = string | undefined;

export interface SessionPage {
  readonly limit?: number | undefined;
  readonly beforeId?: string | undefined;
  /** Words that stand in the title or in a message, in any case of letters. */
  readonly search?: string | undefined;
}

export interface AnswerFacts {
  readonly message: AssistantMessage;
  readonly usage?: Usage | undefined;
  readonly generationId?: string | undefined;
  readonly partial: boolean;
}

/** What one turn may do while nobody else can. */
export interface Turn {
  readonly session: Session;
  readonly stored: readonly SessionMessage[];
  /** Durable when it settles. Names the session after its first question. */
  ask(messages: readonly ChatMessage[], settings: SessionSettings): Promise<void>;
  /** Takes the question back: nothing came of it. */
  unask(): Promise<void>;
  /** The answer so far; the next call replaces it. Survives the death of the process while `partial`, and of the machine once it is whole. */
  answer(facts: AnswerFacts): Promise<void>;
  /** Lets the next turn begin. */
  close(): Promise<void>;
}

/**
 * Conversations, each with one owner that nobody else can see (CHAT-12). Bounded: 2,000 messages and 16 MiB each, 10,000 an owner, of which the
 * longest unused goes first.
 */
export interface Sessions {
  create(owner: string, settings: SessionSettings): Promise<Session>;
  get(owner: Owner, id: string): Promise<Session | undefined>;
  /** The one of an end user, by the name that the caller gives them; made when it is new. */
  ofCaller(owner: string, caller: string): Promise<Session>;
  /** Newest first. */
  list(owner: Owner, page?: SessionPage): Promise<readonly Session[]>;
  messages(id: string): Promise<readonly SessionMessage[]>;
  patch(owner: Owner, id: string, settings: SessionSettings): Promise<Session | undefined>;
  remove(owner: Owner, id: string): Promise<boolean>;
  /** A new session of the same owner with the first messages of this one. `undefined`: no such session. */
  fork(owner: Owner, id: string, keep: number): Promise<Session | undefined>;
  /** Forgets all but the first messages. `undefined`: no such session. @throws Refusal `session_busy` */
  truncate(owner: Owner, id: string, keep: number): Promise<Session | undefined>;
  /** Begins a turn. @throws Refusal `session_busy` while another one goes on, `session_full` */
  begin(session: Session): Promise<Turn>;
  /** Deletes what is over the bound. */
  prune(): Promise<void>;
}
