import type { JSX } from "preact";

export function SpeechView(): JSX.Element {
  return <div class="view" />;
}
