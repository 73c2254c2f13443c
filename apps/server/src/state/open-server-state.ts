import { join } from "node:path";
import type { ResolvedTargets } from "@openclaw/config";
import { ConfigError } from "@openclaw/core";
import { resolveHost } from "@openclaw/media/node";
import type { Logger } from "../log/logger.js";
import { findGeneration } from "../meter/find-generation.js";
import { openState } from "./open-state.js";
import type { State } from "./state.js";
import { StateUnavailable } from "../store/unavailable.js";
import type { MediaCatalog } from "@openclaw/media";
import type { JobSettings } from "../settings/read-job-settings.js";
import type { Peers } from "../live/peers.js";
import { MAX_WAIT_MS } from "../chat/question.js";
import type { GatewayBase } from "../gateway/gateway.js";

/** Opens what the server keeps: SQLite in the state folder, or the engines that the environment names (SRV-9). @throws ConfigError */
export async function openServerState(
  gateway: GatewayBase,
  logger: Logger,
  {
    settings,
    mediaCatalog: catalog,
    bus,
  }: { readonly settings: JobSettings; readonly mediaCatalog: MediaCatalog; readonly bus?: Pick<Peers, "tell" | "listen"> | undefined },
): Promise<State> {
  const { loaded } = gateway.current();
  const { values } = loaded.environment;
  const resolve = (kind: "chat" | "video", model?: string): Promise<ResolvedTargets> =>
    gateway.current().targets(kind, model === undefined ? {} : { model, fallbacks: [] });
  const { webhookUrl: trustedWebhookUrl, leaseMs, lostHoldMs, tickMs, pollMs, retentionMs } = settings;
  try {
    return await openState({
      dir: join(loaded.stateDir, "server"),
      databaseUrl: given(values["OPENCLAW_DATABASE_URL"]),
      redisUrl: given(values["OPENCLAW_REDIS_URL"]),
      bus,
      cooldownMs: loaded.config.agents.defaults.failover.cooldownMs,
      leaseMs,
      reconcileGraceMs: lostHoldMs,
      tickMs,
      trustedWebhookUrl,
      trustedWebhookSecret: () => gateway.current().webhookSecret?.reveal(),
      videos: {
        catalog,
        pollMs,
        retentionMs,
        transport: gateway.transport,
        resolveHost,
        resolveTargets: async (models) =>
          (await Promise.all(models.map((model) => resolve("video", model)))).flatMap(({ targets }) => targets),
        failoverFor: async ([model]) => ({ maxWaitMs: MAX_WAIT_MS, ...(await resolve("video", model)).failover }),
      },
      async reconcile({ generationId }, signal) {
        const [target] = (await resolve("chat")).targets;
        if (generationId === undefined || target === undefined) return "later";
        return (await findGeneration(generationId, target, { transport: gateway.transport, signal })) ?? "later";
      },
      onProblem: (chore, error) =>
        logger.log("warn", "chore_failed", { chore, message: error instanceof Error ? error.message : "unknown" }),
    });
  } catch (error) {
    if (!(error instanceof StateUnavailable)) throw error;
    throw new ConfigError(error.message, { code: "config_io", hint: "Check OPENCLAW_DATABASE_URL, or the state folder.", cause: error });
  }
}

function given(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === "" ? undefined : value;
}
