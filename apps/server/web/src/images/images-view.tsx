import type { JSX } from "preact";

export function ImagesView(): JSX.Element {
  return <div class="view" />;
}
