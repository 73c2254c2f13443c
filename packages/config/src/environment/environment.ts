/** Environment variables as a caller hands them in, such as `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Where a variable's value came from. */
export type VariableOrigin = "process" | "cwd .env" | "state .env" | "config env" | "login shell";

/** The variables that count, and where each came from. */
export interface Environment {
  readonly values: Readonly<Record<string, string>>;
  readonly origins: Readonly<Record<string, VariableOrigin>>;
}

/** One source of variables, strongest first in a list. */
export interface VariableSource {
  readonly origin: VariableOrigin;
  readonly variables: Variables;
}

/**
 * Joins sources of variables: the first one that has a non-blank value wins, so nothing that is already set is ever
 * overridden (CFG-2, as in OpenClaw).
 */
export function joinEnvironment(sources: readonly VariableSource[]): Environment {
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  const origins: Record<string, VariableOrigin> = Object.create(null) as Record<string, VariableOrigin>;
  for (const { origin, variables } of sources) {
    for (const [name, value] of Object.entries(variables)) {
      if (value === undefined || value.trim() === "" || name in values) continue;
      values[name] = value;
      origins[name] = origin;
    }
  }
  return { values, origins };
}
