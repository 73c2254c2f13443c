import { signal } from "@preact/signals";

export type Connection =
  | { readonly kind: "up" }
  | { readonly kind: "down"; readonly sinceMs: number }
  | { readonly kind: "draining" }
  | { readonly kind: "back" };

/** Whether the server is reached; the banner shows it. */
export const connection = signal<Connection>({ kind: "up" });

/** Grows when the server is there again: views that show its state load anew. */
export const revision = signal(0);

const BACK_SHOWN_MS = 4_000;
const FIRST_CHECK_MS = 700;
const SLOWEST_CHECK_MS = 4_000;
let checking = false;

/** Told by every call that did not reach the server; from then on it is looked for until it answers. */
export function lost(): void {
  if (connection.value.kind !== "down") connection.value = { kind: "down", sinceMs: Date.now() };
  if (!checking) void lookForServer();
}

async function lookForServer(): Promise<void> {
  checking = true;
  for (let waitMs = FIRST_CHECK_MS; ; waitMs = Math.min(waitMs * 1.4, SLOWEST_CHECK_MS)) {
    await pause(waitMs);
    try {
      const response = await fetch("/readyz", { cache: "no-store", signal: AbortSignal.timeout(3_000) });
      if (response.ok) break;
      connection.value = { kind: "draining" };
    } catch {
      if (connection.value.kind !== "down") connection.value = { kind: "down", sinceMs: Date.now() };
    }
  }
  checking = false;
  connection.value = { kind: "back" };
  revision.value += 1;
  setTimeout(() => {
    if (connection.value.kind === "back") connection.value = { kind: "up" };
  }, BACK_SHOWN_MS);
}

/** Waits, or less when the browser says that the network is there again. */
function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    addEventListener("online", done);
  });
}

addEventListener("offline", () => lost());
