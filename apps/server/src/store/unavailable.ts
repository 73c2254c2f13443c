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
  const code = (cause as { readonly code?: unknown } | undefined)?.code;
  return typeof code === "string" && /^[A-Z0-9_]{3,40}$/.test(code) ? ` (${code})` : "";
}
