import type { JSX } from "preact";
import { Icon } from "../ui/icon.js";
import { answering } from "./conversation/state.js";

/** A small button below a turn; none works while an answer is coming. */
export function TurnAction(props: {
  readonly icon: "edit" | "code" | "retry" | "branch";
  readonly label: string;
  readonly onClick: () => void;
}): JSX.Element {
  return (
    <button
      class="icon-button small"
      type="button"
      aria-label={props.label}
      title={props.label}
      disabled={answering.value !== undefined}
      onClick={props.onClick}
    >
      <Icon name={props.icon} size={15} />
    </button>
  );
}
