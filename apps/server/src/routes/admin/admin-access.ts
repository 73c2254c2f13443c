import type { Caller } from "../../auth/caller.js";
import { Refusal } from "../../errors/refusal.js";
import type { Exchange } from "../../http/exchange.js";
import type { Handler } from "../../http/route-table.js";

/** Without a token configured, everybody who reaches the port is the operator of a server of their own (SRV-3). */
export function isAdmin({ kind, limited }: Caller): boolean {
  return kind !== "key" && limited !== true;
}

/** Lets operators through; for a virtual key there is nothing here. */
export function operatorOnly(handle: Handler): Handler {
  return (exchange, parameter) => {
    if (!isAdmin(exchange.caller) && exchange.caller.only !== exchange.path)
      throw new Refusal("route_not_found", `There is nothing at ${exchange.method} ${exchange.path.slice(0, 200)}.`);
    return handle(exchange, parameter);
  };
}

/** The rows that the caller may see: a virtual key's are its own, whatever it asks for. */
export function ownRows<Filter extends { readonly keyId?: string | undefined }>(exchange: Exchange, filter: Filter): Filter {
  const { key } = exchange.caller;
  return key === undefined ? filter : { ...filter, keyId: key.id };
}

/** The query as an object; of a name that comes twice, the last one counts. */
export function queryOf({ query }: Exchange): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(query));
}
