import type { JSX } from "preact";

export function VideosView(): JSX.Element {
  return <div class="view" />;
}
