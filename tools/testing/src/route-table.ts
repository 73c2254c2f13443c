export type RouteTable<Value> = Readonly<Record<string, Value>>;

/** The most exact entry for a request: absolute before path, plain before `*`, with a method before without, longer before shorter. */
export function findRoute<Value>(routes: RouteTable<Value>, method: string, url: string): { key: string; value: Value } | undefined {
  const { origin, pathname } = new URL(url);
  const found = Object.entries(routes)
    .map(([key, value]) => ({ key, value, rank: rankOf(key, method, origin, pathname) }))
    .filter((route) => route.rank > 0)
    .sort((a, b) => b.rank - a.rank || b.key.length - a.key.length);
  return found[0];
}

function rankOf(key: string, method: string, origin: string, pathname: string): number {
  const [, wantedMethod, pattern] = /^(?:([A-Z]+) )?(\S+)$/.exec(key) ?? [];
  if (pattern === undefined)
    throw new Error(`fakeFetch: "${key}" is no route. Write "POST https://host/path", "/path" or either with a final *.`);
  if (wantedMethod !== undefined && wantedMethod !== method) return 0;
  const absolute = !pattern.startsWith("/") && pattern !== "*";
  const address = absolute ? origin + pathname : pathname;
  const open = pattern.endsWith("*");
  if (!(open ? address.startsWith(pattern.slice(0, -1)) : address === pattern)) return 0;
  return 1 + (open ? 0 : 4) + (absolute ? 2 : 0) + (wantedMethod === undefined ? 0 : 1);
}
