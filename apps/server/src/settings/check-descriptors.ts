import { readFileSync } from "node:fs";
import type { LogFields } from "../log/logger.js";

// The process's own: its store, the listeners, the log, connections that are idle for the moment.
const OWN = 256;
/** A caller's connection and one to the provider. */
const EACH = 2;

/**
 * Says when the system lets the process open fewer files than the requests that it may have in progress need (SRV-8). Node raises its limit to the hard
 * one by itself, so that nothing is said of a low soft one.
 *
 * @param readOwnLimits the text of `/proc/self/limits`; where there is none, nothing is said
 */
export function checkDescriptors(maxActive: number, readOwnLimits: () => string = readProcLimits): LogFields | undefined {
  const limit = Number(/^Max open files\s+(\d+)/m.exec(readOwnLimits())?.[1]);
  const needed = EACH * maxActive + OWN;
  // "unlimited" is no number, and neither is what is not there.
  if (!(limit < needed)) return undefined;
  const fits = Math.max(1, Math.floor((limit - OWN) / EACH));
  const message =
    `The system lets this process open ${limit} files; ${maxActive} requests in progress need ${needed}. ` +
    `Raise the limit (LimitNOFILE= of systemd, ulimits.nofile of compose, ulimit -n of a shell), or set OPENCLAW_SERVER_MAX_ACTIVE to ${fits}.`;
  return { limit, needed, message };
}

function readProcLimits(): string {
  try {
    return readFileSync("/proc/self/limits", "utf8");
  } catch {
    return "";
  }
}
