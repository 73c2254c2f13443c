import { RequestError } from "../errors/request-error.js";

/** Looks a host name up: every address it stands for. Injected, because only some runtimes can. */
export type HostResolver = (hostname: string) => Promise<readonly string[]>;

export interface UrlRules {
  /** Loopback, private and link-local addresses may be asked (`request.allowPrivateNetwork`). Default false. */
  readonly allowPrivate?: boolean | undefined;
  /** The one origin the user has configured; it is never refused for its address. */
  readonly trustedOrigin?: string | undefined;
}

/**
 * Refuses a URL that somebody else named and that must not be followed: another scheme than http(s), user info, or an address of this
 * machine or its network, in any notation. Pure: names are judged by their spelling; see `checkResolvedHost` for what they stand for.
 *
 * @throws RequestError `url_refused`, naming the host only
 */
export function checkUrl(text: string, rules: UrlRules = {}): URL {
  if (!URL.canParse(text)) throw refused("A URL that cannot be read was not followed.", "Give an absolute http(s) URL.");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw refused(`A ${url.protocol} URL was not followed.`, "Only http and https URLs are.");
  }
  if (url.username !== "" || url.password !== "") {
    throw refused(`A URL for ${url.host} with a user name or password in it was not followed.`, "Remove them from the URL.");
  }
  if (rules.allowPrivate !== true && url.origin !== rules.trustedOrigin && isPrivateHost(url.hostname)) throw privateHost(url.hostname);
  return url;
}

/**
 * The second half of the check: what the name stands for right now. Without a resolver nothing is looked up.
 *
 * @returns the addresses that were found good, to connect to them and to no other (`TransportRequest.addresses`)
 */
export async function checkResolvedHost(
  url: URL,
  rules: UrlRules & { readonly resolveHost?: HostResolver | undefined } = {},
): Promise<readonly string[] | undefined> {
  if (rules.allowPrivate === true || url.origin === rules.trustedOrigin || rules.resolveHost === undefined) return undefined;
  const addresses = await rules.resolveHost(bareHost(url.hostname));
  if (addresses.some(isPrivateAddress)) throw privateHost(url.hostname);
  return addresses;
}

/** True for a host that is this machine or its network by its spelling: an IP literal in any notation, or a name reserved for local use. */
export function isPrivateHost(hostname: string): boolean {
  const host = bareHost(hostname);
  if (host === "" || parseIpv4(host) !== undefined || host.includes(":")) return isPrivateAddress(host);
  // A name without a dot is resolved inside the local network only.
  return !host.includes(".") || LOCAL_NAMES.some((suffix) => host.endsWith(suffix));
}

/** True for an address that is not on the public internet. What cannot be read counts as private. */
export function isPrivateAddress(address: string): boolean {
  const host = bareHost(address);
  const ipv4 = parseIpv4(host);
  if (ipv4 !== undefined) return isPrivateIpv4(ipv4);
  const ipv6 = parseIpv6(host);
  return ipv6 === undefined || isPrivateIpv6(ipv6);
}

const LOCAL_NAMES = [".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".corp", ".home"];

// First address and prefix length of every block that is not globally reachable (IANA special-purpose registries).
const IPV4_BLOCKS: readonly (readonly [number, number])[] = [
  [0x00_00_00_00, 8],
  [0x0a_00_00_00, 8],
  [0x64_40_00_00, 10],
  [0x7f_00_00_00, 8],
  [0xa9_fe_00_00, 16],
  [0xac_10_00_00, 12],
  [0xc0_00_00_00, 24],
  [0xc0_00_02_00, 24],
  [0xc0_58_63_00, 24],
  [0xc0_a8_00_00, 16],
  [0xc6_12_00_00, 15],
  [0xc6_33_64_00, 24],
  [0xcb_00_71_00, 24],
  [0xe0_00_00_00, 3],
];

function isPrivateIpv4(address: number): boolean {
  return IPV4_BLOCKS.some(([start, bits]) => address >>> (32 - bits) === start >>> (32 - bits));
}

function isPrivateIpv6(words: readonly number[]): boolean {
  const [first = 0, second = 0, third = 0] = words;
  const last = ((words[6] ?? 0) * 0x1_0000 + (words[7] ?? 0)) >>> 0;
  const zeroUntil = (index: number): boolean => words.slice(0, index).every((word) => word === 0);
  // IPv4 in IPv6 clothes: compatible, mapped, translated, NAT64, 6to4.
  if (zeroUntil(6) || (zeroUntil(5) && words[5] === 0xffff) || (zeroUntil(4) && words[4] === 0xffff && words[5] === 0)) {
    return isPrivateIpv4(last);
  }
  if (first === 0x64 && second === 0xff9b) return third !== 0 || isPrivateIpv4(last);
  if (first === 0x2002) return isPrivateIpv4((second * 0x1_0000 + third) >>> 0);
  // Only 2000::/3 is handed out; inside it, protocol assignments (Teredo among them) and documentation are not.
  return first >>> 13 !== 1 || (first === 0x2001 && (second < 0x200 || second === 0xdb8)) || first === 0x3fff;
}

/** `127.0.0.1`, `127.1`, `2130706433`, `0x7f.1`, `0177.0.0.1`: whatever a resolver would take for an address. */
function parseIpv4(host: string): number | undefined {
  const parts = host.split(".");
  if (parts.length > 4) return undefined;
  const numbers = parts.map((part) => {
    if (/^0x[0-9a-f]*$/.test(part)) return Number.parseInt(part.slice(2) || "0", 16);
    if (/^0[0-7]+$/.test(part)) return Number.parseInt(part, 8);
    return /^\d+$/.test(part) ? Number(part) : Number.NaN;
  });
  const last = numbers.pop() ?? Number.NaN;
  if (!(last < 256 ** (4 - numbers.length)) || numbers.some((number) => !(number < 256))) return undefined;
  return (numbers.reduce((sum, number, index) => sum + number * 256 ** (3 - index), 0) + last) >>> 0;
}

function parseIpv6(host: string): readonly number[] | undefined {
  const [address = ""] = host.split("%");
  const halves = address.split("::");
  if (halves.length > 2 || !address.includes(":")) return undefined;
  const [head, tail] = halves.map(readGroups);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 1) return missing === 0 ? head : undefined;
  return missing < 1 ? undefined : [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
}

function readGroups(text: string): readonly number[] | undefined {
  if (text === "") return [];
  const words: number[] = [];
  for (const group of text.split(":")) {
    if (/^[0-9a-f]{1,4}$/.test(group)) words.push(Number.parseInt(group, 16));
    else {
      const embedded = group.includes(".") ? parseIpv4(group) : undefined;
      if (embedded === undefined) return undefined;
      words.push(embedded >>> 16, embedded & 0xffff);
    }
  }
  return words;
}

function bareHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}

function privateHost(hostname: string): RequestError {
  return refused(
    `A URL for ${hostname} was not followed: it is an address of this machine or its network.`,
    "If it is meant to be reached, allow it: models.providers.openrouter.request.allowPrivateNetwork.",
  );
}

function refused(message: string, hint: string): RequestError {
  return new RequestError(message, { code: "url_refused", hint });
}
