/**
 * Merges header layers; later layers win, names are compared without regard to case, and a header is written in the spelling of the
 * layer that set it last.
 */
export function mergeHeaders(...layers: readonly (Readonly<Record<string, string>> | undefined)[]): Record<string, string> {
  const merged = new Map<string, readonly [name: string, value: string]>();
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer ?? {})) merged.set(name.toLowerCase(), [name, value]);
  }
  return Object.fromEntries(merged.values());
}

// Credentials and routing guards that a plan shows but never spells out.
const SECRET_HEADERS: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization", "x-api-key", "x-provider-api-keys"]);

/** The headers as they may be printed (CLI-5, KEY-6). */
export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      SECRET_HEADERS.has(name.toLowerCase()) ? value.replace(/^(Bearer )?.*$/s, "$1[redacted]") : value,
    ]),
  );
}
