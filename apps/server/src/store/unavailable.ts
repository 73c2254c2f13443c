/** A store that cannot be reached right now (HTTP 503, `state_unavailable`): the next call tries again. Names the engine, never its URL. */
export class StateUnavailable extends Error {
  override readonly name = "StateUnavailable";
  readonly code = "state_unavailable";
  readonly engine: "sqlite" | "postgres" | "redis";

  constructor(engine: "sqlite" | "postgres" | "redis", cause: unknown) {
    const names = { sqlite: "The SQLite file", postgres: "PostgreSQL", redis: "Redis" } as const;
    super(`${names[engine]} does not answer${reasonOf(cause)}.`, { cause });
    this.engine = engine;
  }
}

function reasonOf(cause: unknown): string {
  const { code, errstr } = (cause ?? {}) as { readonly code?: unknown; readonly errstr?: unknown };
  // SQLite has one code for all, and fixed words for each: "database is locked", "disk I/O error".
  if (typeof errstr === "string" && /^[A-Za-z/ ,()-]{3,60}$/.test(errstr)) return ` (${errstr})`;
  return typeof code === "string" && /^[A-Z0-9_]{3,40}$/.test(code) ? ` (${code})` : "";
}
