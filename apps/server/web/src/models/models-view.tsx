import type { JSX } from "preact";

export function ModelsView(): JSX.Element {
  return <div class="view" />;
}
