import type { Message } from "../../api/sessions.js";
import type { LiveAnswer } from "./live-answer.js";
import type { Notice } from "./notices.js";

/** A message on the screen, with what is known of how it came about. */
export interface Turn {
  /** Stays the same while the message grows. */
  readonly key: string;
  readonly message: Message;
  readonly live?: LiveAnswer;
  readonly problem?: string;
  /** The provider's word for why the answer ended. */
  readonly reason?: string | undefined;
  readonly notices?: readonly Notice[];
  readonly firstTokenMs?: number | undefined;
  readonly totalMs?: number;
}
