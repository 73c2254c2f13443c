import type { ConfigPath } from "../path/config-path.js";

/** A `${NAME}` in a value whose variable is not set: the text stays as written, and using the value is an error (CFG-2). */
export interface MissingVariable {
  readonly path: ConfigPath;
  readonly name: string;
}

export interface Substitution {
  readonly document: unknown;
  readonly missing: readonly MissingVariable[];
}

const REFERENCE = /\$(\$?)\{([A-Z_][A-Z0-9_]*)\}/g;

/** Puts variables in the place of `${NAME}` in every string outside `env`; `$${NAME}` stands for the text `${NAME}`. */
export function substituteVariables(document: unknown, variables: Readonly<Record<string, string>>): Substitution {
  const missing: MissingVariable[] = [];
  const walk = (value: unknown, path: ConfigPath): unknown => {
    if (typeof value === "string") {
      const expanded = expandText(value, variables);
      for (const name of expanded.missing) missing.push({ path, name });
      return expanded.text;
    }
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    // Values of the env block are literal (as in OpenClaw).
    if (path.length === 1 && path[0] === "env") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]));
  };
  return { document: walk(document, []), missing };
}

/** One string with its references replaced. */
export function expandText(
  text: string,
  variables: Readonly<Record<string, string>>,
): { readonly text: string; readonly missing: readonly string[] } {
  const missing: string[] = [];
  const expanded = text.replace(REFERENCE, (written, escape: string, name: string) => {
    if (escape !== "") return written.slice(1);
    const value = variables[name];
    if (value !== undefined && value !== "") return value;
    missing.push(name);
    return written;
  });
  return { text: expanded, missing };
}
