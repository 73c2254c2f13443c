import { signal } from "@preact/signals";

const NAME = "openclaw.secret";

/** The gateway token or virtual key, of this tab only: it is gone when the tab is closed, and no cookie carries it (CSRF has nothing to ride on). */
export const secret = signal<string>(sessionStorage.getItem(NAME) ?? "");

export function keepSecret(value: string): void {
  secret.value = value;
  if (value === "") sessionStorage.removeItem(NAME);
  else sessionStorage.setItem(NAME, value);
}
