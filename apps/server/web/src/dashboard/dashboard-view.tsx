import type { JSX } from "preact";

export function DashboardView(): JSX.Element {
  return <div class="view" />;
}
