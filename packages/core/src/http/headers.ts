/**
 * Merges header layers; later layers win, names are compared without regard to case, and a header is written in the spelling of the
 * layer that set it last.
 */
export function mergeHeaders(...layers: readonly (Readonly<Record<string, string>> | undefined)[]): Record<string, string> {
  const merged: Record<string, string> = {};
  const spelling: Record<string, string | undefined> = {};
  for (const layer of layers) {
    for (const name in layer) {
      const key = name.toLowerCase();
      const before = spelling[key];
      if (before !== name) {
        if (before !== undefined) delete merged[before];
        spelling[key] = name;
      }
      merged[name] = layer[name] as string;
    }
  }
  return merged;
}

// Headers that a plan names but never spells out; a user's own credentials have names of their own.
const SECRET_HEADERS = /authori[sz]ation|cookie|token|secret|password|credential|api-?key/i;

/** The headers as they may be printed (CLI-5, KEY-6). */
export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      SECRET_HEADERS.test(name) ? value.replace(/^(Bearer )?.*$/s, "$1[redacted]") : value,
    ]),
  );
}
