import type { JSX } from "preact";
import { connection } from "../api/connection.js";
import { Icon } from "../ui/icon.js";

/** Says plainly when the server is away, and when it is there again. */
export function Banner(): JSX.Element {
  const state = connection.value;
  return (
    <div role="status" aria-live="polite">
      {state.kind === "down" && (
        <div class="banner" data-testid="offline">
          <span class="spinner" />
          <span>
            {navigator.onLine ? "The server cannot be reached: it is stopped or restarting." : "This device is offline."} Trying again…
          </span>
        </div>
      )}
      {state.kind === "draining" && (
        <div class="banner">
          <span class="spinner" />
          <span>The server is starting or shutting down. Trying again…</span>
        </div>
      )}
      {state.kind === "back" && (
        <div class="banner back">
          <Icon name="check" size={16} />
          <span>The server is there again.</span>
        </div>
      )}
    </div>
  );
}
