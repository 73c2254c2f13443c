import type { JSX } from "preact";

export function KeysView(): JSX.Element {
  return <div class="view" />;
}
