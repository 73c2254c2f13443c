import { createTarget, type ModelTarget } from "@openclaw/core";
import { readGeneration } from "../account/read-generation.js";
import type { Context } from "../context.js";
import { appendUsage, type UsageEntry } from "./usage-log.js";

// What the provider has not told of a generation in so long, it will not tell any more.
const ASKED_FOR_MS = 7 * 86_400_000;
const ASKED_AT_ONCE = 20;

/**
 * Asks what answers were billed that broke off before their bill, and notes what is told. The rest stays as it is: nobody is kept from a list by a
 * provider that cannot be reached.
 */
export async function settleBrokenOff(context: Context, entries: readonly UsageEntry[]): Promise<readonly UsageEntry[]> {
  const fromMs = context.io.now() - ASKED_FOR_MS;
  const open = entries.filter((entry) => isUntold(entry) && entry.atMs >= fromMs).slice(-ASKED_AT_ONCE);
  if (open.length === 0 || context.flags.sandbox) return entries;
  const told = new Map<UsageEntry, UsageEntry>();
  try {
    const [targetOf, transport, { stateDir }] = [await findTarget(context), await context.transport(), await context.config()];
    const { signal } = context.io;
    await Promise.all(
      open.map(async (entry) => {
        const target = targetOf(entry);
        const found = target && (await readGeneration(entry.generation ?? "", target, { transport, signal, waitsMs: [0] }));
        if (found === undefined) return;
        // What is no answer is not counted in tokens, whoever tells of it.
        const tokens = entry.kind === undefined ? { ...found, totalTokens: found.promptTokens + found.completionTokens } : {};
        const settled = { ...entry, ...tokens, costUsd: found.costUsd };
        told.set(entry, settled);
        await appendUsage(stateDir, settled);
      }),
    );
  } catch (error) {
    context.io.signal.throwIfAborted();
    context.out.detail(`what broken off answers cost could not be asked: ${(error as Error).message}`);
  }
  return entries.map((entry) => told.get(entry) ?? entry);
}

/** An answer that broke off, of which nobody told what it cost. */
export function isUntold({ generation, costUsd }: UsageEntry): boolean {
  return generation !== undefined && costUsd === undefined;
}

/** A generation is shown to the key that asked for it. */
async function findTarget(context: Context): Promise<(entry: UsageEntry) => ModelTarget | undefined> {
  const [credentials, { config }] = [await context.credentials("chat"), await context.config()];
  const { baseUrl } = config.models.providers.openrouter;
  return ({ key }) => {
    const credential = key === undefined ? credentials[0] : credentials.find(({ label }) => label === key);
    return credential && createTarget({ model: "openrouter/auto", apiKey: credential.secret, baseUrl });
  };
}
