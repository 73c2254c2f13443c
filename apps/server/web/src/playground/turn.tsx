import { Component, type JSX } from "preact";
import type { Message } from "../api/sessions.js";
import { Answer } from "./answer.js";
import { Question } from "./question.js";
import type { TurnProps } from "./turn-props.js";

const LABELS: Readonly<Record<Message["role"], string>> = {
  user: "You",
  assistant: "Answer",
  system: "System prompt",
  tool: "Result of a tool",
};

/** One message. A message that is done is drawn once: only a change of its own turn draws it again. */
export class TurnView extends Component<TurnProps> {
  override shouldComponentUpdate({ turn, index }: TurnProps): boolean {
    return turn !== this.props.turn || index !== this.props.index;
  }

  override render(): JSX.Element {
    const { turn, index } = this.props;
    const { role } = turn.message;
    return (
      <article class={`turn ${role}`} aria-label={LABELS[role]} data-index={index}>
        {role === "user" ? <Question turn={turn} index={index} /> : <Answer turn={turn} index={index} />}
      </article>
    );
  }
}
