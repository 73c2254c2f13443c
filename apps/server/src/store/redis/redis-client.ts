import { Redis } from "ioredis";
import { StateUnavailable } from "../unavailable.js";

/** One connection to Redis that comes back by itself; while it is away, calls fail at once instead of piling up. */
export interface RedisClient {
  /** @throws StateUnavailable */
  run<Value>(command: (redis: Redis) => Promise<Value>): Promise<Value>;
  /** A Lua script: all of it or none, and nobody in between. */
  script(name: string, lua: string, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>;
  /** Messages of every instance, this one included. */
  subscribe(channel: string, listener: (message: string) => void): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_MS = 3000;
const COMMAND_MS = 2000;
const MAX_WAIT_MS = 2000;

type Scripts = Record<string, (keyCount: number, ...values: (string | number)[]) => Promise<unknown>>;

export async function connectRedis(url: string): Promise<RedisClient> {
  const options = {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_MS,
    commandTimeout: COMMAND_MS,
    lazyConnect: true,
    retryStrategy: (times: number) => Math.min(MAX_WAIT_MS, 25 * 2 ** Math.min(times, 8)),
  };
  const redis = new Redis(url, options);
  const defined = new Set<string>();
  let listening: Redis | undefined;
  // Each call says what went wrong; the connection's own complaints have nobody to go to.
  redis.on("error", () => undefined);
  // A server that is not there yet is a matter for `/readyz`, not for the start.
  await redis.connect().catch(() => undefined);

  const run = async <Value>(command: (client: Redis) => Promise<Value>): Promise<Value> => {
    try {
      return await command(redis);
    } catch (error) {
      throw new StateUnavailable("redis", error);
    }
  };

  return {
    run,
    script(name, lua, keys, values) {
      if (!defined.has(name)) {
        redis.defineCommand(name, { lua });
        defined.add(name);
      }
      return run(
        (client) => (client as unknown as Scripts)[name]?.call(client, keys.length, ...keys, ...values) ?? Promise.resolve(undefined),
      );
    },
    async subscribe(channel, listener) {
      if (listening === undefined) {
        listening = new Redis(url, { ...options, enableOfflineQueue: true, autoResubscribe: true });
        listening.on("error", () => undefined);
        await listening.connect().catch(() => undefined);
      }
      listening.on("message", (name: string, message: string) => {
        if (name === channel) listener(message);
      });
      // Waits in the queue of a connection that is not up yet, and is repeated after every reconnect.
      void listening.subscribe(channel).catch(() => undefined);
    },
    close() {
      redis.disconnect();
      listening?.disconnect();
      return Promise.resolve();
    },
  };
}
