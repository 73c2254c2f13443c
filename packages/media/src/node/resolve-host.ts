import { lookup } from "node:dns/promises";

/** Every address a host name stands for, as the system sees it: the second half of the check of foreign URLs (`MediaOptions.resolveHost`). */
export async function resolveHost(hostname: string): Promise<readonly string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}
