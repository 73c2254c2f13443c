import type { AuthConfig } from "../config.js";
import type { StoredProfile, StoredProfiles } from "./profile.js";

const TYPE_ORDER: readonly StoredProfile["type"][] = ["oauth", "token", "api_key"];

/**
 * The ids of a provider's usable profiles, best first (as in OpenClaw): a stored order beats `auth.order`, which beats the ids in
 * `auth.profiles`, which beat everything stored. Without an explicit order: by type, then the one unused longest. Profiles that are
 * resting or switched off come last; expired ones not at all.
 */
export function orderProfiles(stored: StoredProfiles, auth: AuthConfig, provider: string, nowMs: number): readonly string[] {
  const usable = Object.entries(stored.profiles)
    .filter(([, profile]) => profile.provider === provider && !isExpired(profile, nowMs))
    .map(([id]) => id);
  const explicit = stored.order[provider] ?? auth.order?.[provider];
  if (explicit !== undefined)
    return restingLast(
      [...new Set(explicit)].filter((id) => usable.includes(id)),
      stored,
      nowMs,
    );
  const named = Object.entries(auth.profiles ?? {})
    .filter(([id, { provider: owner }]) => owner === provider && usable.includes(id))
    .map(([id]) => id);
  return restingLast(naturalOrder(named.length > 0 ? named : usable, stored), stored, nowMs);
}

function isExpired(profile: StoredProfile, nowMs: number): boolean {
  return profile.type === "token" && profile.expires !== undefined && profile.expires <= nowMs;
}

function naturalOrder(ids: readonly string[], stored: StoredProfiles): readonly string[] {
  const rank = (id: string): number => TYPE_ORDER.indexOf(stored.profiles[id]?.type ?? "api_key");
  const lastUsed = (id: string): number => stored.usage[id]?.lastUsed ?? 0;
  return ids.toSorted((a, b) => rank(a) - rank(b) || lastUsed(a) - lastUsed(b));
}

function restingLast(ids: readonly string[], stored: StoredProfiles, nowMs: number): readonly string[] {
  const restsUntil = (id: string): number => {
    const { cooldownUntil = 0, disabledUntil = 0 } = stored.usage[id] ?? {};
    const until = Math.max(cooldownUntil, disabledUntil);
    return until > nowMs ? until : 0;
  };
  return ids.toSorted((a, b) => restsUntil(a) - restsUntil(b));
}
