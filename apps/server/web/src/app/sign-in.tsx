import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { messageOf } from "../api/failure.js";
import { keepSecret } from "../api/secret.js";
import { askWhoami, whoami } from "../api/whoami.js";
import { Icon } from "../ui/icon.js";

/** Asks for the gateway's token or a virtual key; shown only where the server wants one. */
export function SignIn(): JSX.Element {
  const text = useSignal("");
  const problem = useSignal("");
  const busy = useSignal(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    busy.value = true;
    problem.value = "";
    const secret = text.value.trim();
    try {
      const who = await askWhoami(secret);
      keepSecret(secret);
      whoami.value = who;
    } catch (error) {
      problem.value = isRefused(error)
        ? "The server does not know this token or key. Check that it is whole and not revoked."
        : messageOf(error);
    }
    busy.value = false;
  };
  return (
    <main class="sign-in">
      <form class="panel" onSubmit={(event) => void submit(event)}>
        <div class="brand">
          <img src="/favicon.svg" alt="" />
          <span>OpenClaw</span>
        </div>
        <div class="stack">
          <h1>Sign in</h1>
          <p class="soft">With the gateway token you see everything; with a virtual key, what is yours.</p>
        </div>
        <div class="field">
          <label for="secret">Gateway token or virtual key</label>
          <input
            id="secret"
            class="input mono"
            type="password"
            autocomplete="current-password"
            spellcheck={false}
            required
            autofocus
            value={text.value}
            aria-describedby="secret-hint"
            onInput={(event) => (text.value = event.currentTarget.value)}
          />
          <span class="hint" id="secret-hint">
            Kept in this tab only, until you close it.
          </span>
        </div>
        {problem.value !== "" && (
          <div class="note bad" role="alert">
            <Icon name="warning" size={16} />
            <span>{problem.value}</span>
          </div>
        )}
        <button class="button primary" type="submit" disabled={busy.value}>
          {busy.value ? "Signing in…" : "Sign in"}
        </button>
      </form>
    </main>
  );
}

function isRefused(error: unknown): boolean {
  return typeof error === "object" && error !== null && "status" in error && error.status === 401;
}
