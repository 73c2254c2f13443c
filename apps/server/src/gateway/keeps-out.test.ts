import { Secret } from "@openclaw/core";
import { expect, it } from "vitest";
import { refuseOpening } from "./keeps-out.js";
import type { Snapshot } from "./snapshot.js";

const snapshot = (token: string | undefined, mode?: "none" | "token"): Snapshot =>
  ({
    operatorSecrets: token === undefined ? [] : [new Secret(token)],
    trustedProxy: undefined,
    loaded: { config: { gateway: { auth: { mode } } } },
  }) as unknown as Snapshot;

// SRV-3
it.each([
  ["another token", snapshot("other"), false, false],
  ["no token", snapshot(undefined), true, true],
  ["no token, on purpose", snapshot(undefined, "none"), false, true],
])("an edit to %s is refused on this machine: %s, on the network: %s", (_what, next, onLoopback, onNetwork) => {
  const refuses = (loopbackOnly: boolean): boolean => {
    try {
      refuseOpening(snapshot("first"), next, { loopbackOnly });
      return false;
    } catch (error) {
      return String(error).includes("No token is configured any more");
    }
  };
  expect([refuses(true), refuses(false)]).toEqual([onLoopback, onNetwork]);
  expect(() => refuseOpening(snapshot(undefined), next, { loopbackOnly: true })).not.toThrow();
});
