/** True when the database was not there, or is going or coming: the next call may find it. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  // Connection, resources, operator intervention (shutdown, starting up), system error; read-only while a standby takes over.
  if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return /^(?:08|53|57|58)/.test(code) || code === "25006";
  if (typeof code === "string" && /^E[A-Z]+$/.test(code)) return true;
  return typeof message === "string" && /connection|timeout|timed out|not queryable/i.test(message);
}

/** True when the transaction was taken back because of another one, and may be run again. */
export function isLostRace(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === "40001" || code === "40P01";
}
