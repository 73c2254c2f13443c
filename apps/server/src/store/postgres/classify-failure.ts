/** True when the database was not there, or is going or coming: the next call may find it. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  // Connection, resources, operator intervention (shutdown, starting up), system error; read-only while a standby takes over; the database's own
  // limits of how long a lock is waited for and a transaction may last; a transaction that met others at every try.
  if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return /^(?:08|53|57|58|25006|25P0[34]|55P03|40001|40P01)/.test(code);
  if (typeof code === "string" && /^E[A-Z]+$/.test(code)) return true;
  return typeof message === "string" && /connection|timeout|timed out|not queryable/i.test(message);
}

/** True when a connection did not answer: nobody knows what became of what it was asked. */
export function isSilence(error: unknown): boolean {
  return (error as { readonly message?: unknown }).message === "Query read timeout";
}

/** True when the transaction was taken back because of another one, and may be run again. */
export function isLostRace(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === "40001" || code === "40P01";
}

/**
 * True when a connection's prepared statement is no longer good: a newer version has changed a table beneath it, or a pooler gave the connection
 * another session. The transaction did nothing, and a connection that is new knows better.
 */
export function isStalePlan(error: unknown): boolean {
  const { code, routine } = error as { readonly code?: unknown; readonly routine?: unknown };
  return code === "26000" || (code === "0A000" && routine === "RevalidateCachedQuery");
}
