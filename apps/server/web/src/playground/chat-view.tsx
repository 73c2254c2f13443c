import type { JSX } from "preact";

export function ChatView(): JSX.Element {
  return <div class="view" />;
}
