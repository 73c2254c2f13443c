import type { ChatState, Next } from "./chat-state.js";

export interface SlashCommand {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** What may follow, as help shows it. */
  readonly takes?: string;
  readonly summary: string;
  run(state: ChatState, rest: string): Promise<Next> | Next;
}
