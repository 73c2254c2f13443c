import type { Circuits } from "@openclaw/core";
import { parseJson, readNumber, readObject, readString } from "@openclaw/core/internal";
import type { RedisClient } from "../store/redis/redis-client.js";

const CHANNEL = "openclaw:circuits";
const MAX_REMEMBERED = 10_000;

/** Messages to every other process. One that does not arrive is lost. */
export interface CircuitBus {
  tell(channel: string, message: string): void;
  listen(channel: string, listener: (message: string) => void): void | Promise<void>;
}

/** All instances of a Redis. */
export function redisBus(redis: RedisClient): CircuitBus {
  return {
    tell: (channel, message) => void redis.run((client) => client.publish(channel, message)).catch(() => undefined),
    listen: (channel, listener) => redis.subscribe(channel, listener),
  };
}

/**
 * Circuits that every process turns together (FAIL-3, SRV-9): each keeps its own, and tells the others what it saw. Where messages do not pass,
 * each goes on by itself: a circuit saves time and must never be what fails.
 */
export async function createSharedCircuits(bus: CircuitBus, instanceId: string, local: Circuits): Promise<Circuits> {
  // Only what has failed needs to be told when it works again: else every good answer would be a message.
  const failed = new Set<string>();
  const remember = (id: string): void => {
    if (failed.size >= MAX_REMEMBERED) failed.clear();
    failed.add(id);
  };
  const tell = (what: "failed" | "succeeded" | "probing" | "released", id: string, restMs?: number): void => {
    bus.tell(CHANNEL, JSON.stringify({ from: instanceId, what, id, restMs }));
  };

  await bus.listen(CHANNEL, (text) => {
    const message = readObject(parseJson(text));
    const id = readString(message?.["id"]);
    if (id === undefined || message?.["from"] === instanceId) return;
    switch (message?.["what"]) {
      case "failed":
        remember(id);
        local.failed(id, readNumber(message["restMs"]));
        return;
      case "succeeded":
        failed.delete(id);
        local.succeeded(id);
        return;
      case "probing":
        // The place of the probe is taken here too.
        local.admit(id);
        return;
      case "released":
        local.released(id);
    }
  });

  return {
    admit(id) {
      const probing = local.state(id) === "half-open";
      const admitted = local.admit(id);
      if (admitted && probing) tell("probing", id);
      return admitted;
    },
    succeeded(id) {
      local.succeeded(id);
      if (failed.delete(id)) tell("succeeded", id);
    },
    failed(id, restMs) {
      remember(id);
      local.failed(id, restMs);
      tell("failed", id, restMs);
    },
    released(id) {
      local.released(id);
      if (failed.has(id)) tell("released", id);
    },
    state: (id) => local.state(id),
    openUntilMs: (id) => local.openUntilMs(id),
  };
}
