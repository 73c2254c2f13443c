import type { Clock } from "@openclaw/core";
import type { Rates } from "./rate-types.js";

/** What was taken in advance for the requests to come. */
interface Lease {
  requests: number;
  tokens: number;
  readonly untilMs: number;
}

// A tenth of a second's worth is taken in advance: of a limit of less than 600 a minute nothing is, and every request asks.
const ADVANCES_PER_MINUTE = 600;
const LEASE_MS = 1_000;
const MAX_LEASES = 10_000;

/**
 * Rates that take a small part of a large limit in advance, so that a busy caller does not write a row for every request. They never let more
 * through than the limits do: tokens that were taken in advance, or came back from answers shorter than they might have been, and are not used
 * within a second are given back at the caller's next request; requests are lost to it.
 */
export function createLeasedRates(rates: Rates, clock: Clock): Rates {
  const leases = new Map<string, Lease>();
  const running = (id: string): Lease | undefined => {
    const lease = leases.get(id);
    return lease === undefined || clock.now() >= lease.untilMs ? undefined : lease;
  };
  const keep = (id: string, lease: Lease): void => {
    if (leases.size >= MAX_LEASES) leases.clear();
    leases.set(id, lease);
  };

  const giveBack = async (id: string, tpm: number | undefined): Promise<void> => {
    const lease = leases.get(id);
    if (lease === undefined || clock.now() < lease.untilMs) return;
    leases.delete(id);
    if (tpm !== undefined && lease.tokens > 0 && lease.tokens < Infinity) await rates.adjust({ id, tpm, tokens: -lease.tokens });
  };

  return {
    async take(input) {
      const { id, rpm, tpm, tokens } = input;
      await giveBack(id, tpm);
      const lease = running(id);
      if (lease !== undefined && lease.requests >= 1 && lease.tokens >= tokens) {
        lease.requests -= 1;
        lease.tokens -= tokens;
        return { ok: true };
      }
      const requests = rpm === undefined ? Infinity : Math.floor(rpm / ADVANCES_PER_MINUTE);
      const advance = tpm === undefined ? Infinity : Math.floor(tpm / ADVANCES_PER_MINUTE);
      if ((rpm === undefined && tpm === undefined) || requests < 1 || advance < tokens) return rates.take(input);
      const taken = await rates.take({
        ...input,
        requests: 1 + (rpm === undefined ? 0 : requests),
        tokens: tokens + (tpm === undefined ? 0 : advance),
      });
      // Near the limit no more is asked for than is needed.
      if (!taken.ok) return rates.take(input);
      const left = running(id) ?? { requests: 0, tokens: 0 };
      keep(id, { requests: left.requests + requests, tokens: left.tokens + advance, untilMs: clock.now() + LEASE_MS });
      return taken;
    },
    async adjust(input) {
      const lease = running(input.id);
      if (lease === undefined || lease.tokens < input.tokens) return rates.adjust(input);
      lease.tokens -= input.tokens;
    },
  };
}
