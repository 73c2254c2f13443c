import { signal } from "@preact/signals";
import { callJson } from "./call.js";
import { numberOf, recordOf, textOf } from "./read.js";

export interface Whoami {
  readonly kind: "open" | "token" | "key";
  readonly admin: boolean;
  readonly keyName: string | undefined;
  readonly budgetUsd: number | undefined;
  readonly spentUsd: number | undefined;
  readonly version: string;
  readonly promptsLogged: boolean;
}

/** Who is signed in; `undefined` before the server said so. */
export const whoami = signal<Whoami | undefined>(undefined);

/** @param secret asks with this one instead of the one that is kept. @throws ApiFailure */
export async function askWhoami(secret?: string): Promise<Whoami> {
  const body = recordOf(await callJson("/admin/whoami", secret === undefined ? {} : { secret }));
  const key = recordOf(body["key"]);
  const kind = body["kind"] === "key" || body["kind"] === "token" ? body["kind"] : "open";
  return {
    kind,
    admin: body["admin"] === true,
    keyName: textOf(key["name"]),
    budgetUsd: numberOf(key["budgetUsd"]),
    spentUsd: numberOf(key["spentUsd"]),
    version: textOf(body["version"]) ?? "",
    promptsLogged: body["prompts_logged"] === true,
  };
}
