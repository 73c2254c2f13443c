import type { State } from "../state/state.js";
import type { Caller } from "./caller.js";

/** The virtual key behind a token; `undefined` for a token that opens nothing (SRV-3). @throws StateUnavailable */
export async function findKey({ keys }: Pick<State, "keys">, token: string): Promise<Caller | undefined> {
  if (!token.startsWith("sk-oc-")) return undefined;
  const authorised = await keys.authorise(token);
  return authorised.ok ? { id: authorised.key.id, kind: "key", key: authorised.key } : undefined;
}
