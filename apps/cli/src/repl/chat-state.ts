import type { ChatInput, ChatMessage, ThinkingLevel, Usage, UserPart } from "@openclaw/chat";
import type { Context } from "../context.js";
import type { Spending } from "../ask/spending-limit.js";
import type { Session } from "../sessions/open-session.js";
import type { LineReader } from "./line-reader.js";

export interface Attachment {
  readonly name: string;
  readonly part: UserPart;
}

/** What a chat on a terminal begins with: the flags of `openclaw chat`, read. */
export interface ChatStart {
  readonly model?: string | undefined;
  readonly fallbacks?: readonly string[] | undefined;
  readonly thinking?: ThinkingLevel | undefined;
  readonly system?: string | undefined;
  readonly attachments: readonly Attachment[];
  readonly session?: Session | undefined;
  /** Nothing is written: neither the conversation nor what was entered. */
  readonly unsaved: boolean;
  /** Of each answer. */
  readonly timeoutMs?: number | undefined;
  readonly maxCostUsd?: number | undefined;
  readonly params: ChatInput["params"];
}

/** Everything a chat on a terminal remembers between two entries. Commands change it. */
export interface ChatState {
  readonly context: Context;
  readonly reader: LineReader;
  /** A ref or an alias; absent: the configured one. */
  model: string | undefined;
  readonly fallbacks: readonly string[] | undefined;
  thinking: ThinkingLevel | undefined;
  /** To be sent with the next turn in place of what the conversation has. */
  system: string | undefined;
  attachments: readonly Attachment[];
  /** Absent until something is said: a chat without a word leaves no file. */
  session: Session | undefined;
  /** The conversation, begun where there is none yet. */
  openSession(): Promise<Session>;
  /** What was sent last; the prompt cache lives on it. */
  sent: readonly ChatMessage[] | undefined;
  /** The last question, and whether the conversation holds it. */
  last: { readonly content: string | readonly UserPart[]; readonly stored: boolean } | undefined;
  lastAnswer: string;
  totals: Usage | undefined;
  savedUsd: number;
  turns: number;
  /** What each picture, video and recording cost, as far as it was told. */
  readonly made: (number | undefined)[];
  /** What each answer that broke off costs by its listed price: a bill comes with the end of an answer, and theirs did not. */
  readonly brokenOff: (number | undefined)[];
  /** Of answers, pictures, videos and speech since the chat began, whatever conversation they belong to. */
  readonly spending: Spending;
  /** The question that the next entry takes the place of. */
  editing: boolean;
  /** Jobs that go on meanwhile. */
  readonly jobs: Set<Promise<void>>;
}

/** What a command wants to happen next. */
export type Next =
  | { readonly kind: "read"; readonly initial?: string }
  | { readonly kind: "ask"; readonly content: string | readonly UserPart[] }
  | { readonly kind: "leave" };

export const READ: Next = { kind: "read" };
