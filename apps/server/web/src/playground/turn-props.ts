import type { Turn } from "./conversation/turn.js";

/** A message and its place in the conversation. */
export interface TurnProps {
  readonly turn: Turn;
  readonly index: number;
}
