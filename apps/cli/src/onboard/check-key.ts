import { type Secret, ToolkitError } from "@openclaw/core";
import { describeKey } from "../account/describe-key.js";
import { readKeyInfo } from "../account/read-key-info.js";
import type { Context } from "../context.js";

export type KeyVerdict =
  | { readonly verdict: "accepted"; readonly says: string }
  /** The server was asked and does not want it. */
  | { readonly verdict: "refused"; readonly error: ToolkitError }
  /** Nobody could be asked; that says nothing of the key. */
  | { readonly verdict: "unknown"; readonly says: string };

/** Asks the endpoint about a key before it is saved (CLI-1). */
export async function checkKey(context: Context, key: Secret, baseUrl: string): Promise<KeyVerdict> {
  try {
    const info = await readKeyInfo({ apiKey: key, baseUrl }, { transport: await context.transport(), signal: context.io.signal });
    return { verdict: "accepted", says: describeKey(info) };
  } catch (error) {
    if (!ToolkitError.isInstance(error)) throw error;
    if (error.code === "authentication" || error.code === "permission_denied" || error.code === "payment_required") {
      return { verdict: "refused", error };
    }
    return { verdict: "unknown", says: error.message };
  }
}
