import { describe, expect, it } from "vitest";
import { checkResolvedHost, checkUrl, isPrivateAddress, isPrivateHost } from "./url-safety.js";

// VID-1, KEY-6
describe("isPrivateAddress", () => {
  it.each([
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "0",
    "192.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "0:0:0:0:0:0:0:1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:0:127.0.0.1",
    "::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "2001::1",
    "100::1",
    "[::1]",
    "not an address",
    "",
    "1.2.3.4.5",
    "256.1.1.1",
    "1::2::3",
  ])("says yes to %s", (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each([
    "1.1.1.1",
    "8.8.8.8",
    "172.32.0.1",
    "172.15.0.1",
    "100.63.255.255",
    "11.0.0.1",
    "16843009",
    "2606:4700:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:808:808::",
    "[2606:4700::1]",
  ])("says no to %s", (address) => expect(isPrivateAddress(address)).toBe(false));
});

describe("isPrivateHost", () => {
  it.each([
    "localhost",
    "LOCALHOST",
    "a.localhost",
    "printer.local",
    "metadata.google.internal",
    "intranet",
    "router.home.arpa",
    "nas.lan",
    "localhost.",
    "127.0.0.1",
  ])("says yes to %s", (host) => expect(isPrivateHost(host)).toBe(true));
  it.each(["openrouter.ai", "cdn.example.com", "local.example.com", "internal.example.org"])("says no to %s", (host) =>
    expect(isPrivateHost(host)).toBe(false),
  );
});

describe("checkUrl", () => {
  it.each([
    "ftp://example.com/a",
    "file:///etc/passwd",
    "data:text/plain,hi",
    "javascript:alert(1)",
    "not a url",
    "https://user@example.com/",
    "https://user:pass@example.com/",
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.0.0.1/",
    "http://0177.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "https://metadata.google.internal/",
    "http://localhost:8080/",
    "http://１２７.0.0.1/",
  ])("refuses %s", (url) => expect(() => checkUrl(url)).toThrow(expect.objectContaining({ code: "url_refused" })));

  it("takes public http and https", () => {
    expect(checkUrl("https://cdn.example.com/a.png?x=1").hostname).toBe("cdn.example.com");
    expect(checkUrl("http://93.184.216.34/a").hostname).toBe("93.184.216.34");
  });

  it("takes the configured origin and what is allowed, however private", () => {
    expect(checkUrl("http://127.0.0.1:9/x", { trustedOrigin: "http://127.0.0.1:9" }).port).toBe("9");
    expect(() => checkUrl("http://127.0.0.1:10/x", { trustedOrigin: "http://127.0.0.1:9" })).toThrow(/not followed/);
    expect(checkUrl("http://10.0.0.1/x", { allowPrivate: true }).hostname).toBe("10.0.0.1");
  });

  it("names the host only, never the path or query", () => {
    const refusal = (): unknown => checkUrl("http://10.0.0.1/secret/path?token=abc");
    expect(refusal).toThrow(/10\.0\.0\.1/);
    expect(refusal).not.toThrow(/secret|abc/);
  });
});

describe("checkResolvedHost", () => {
  const url = new URL("https://looks-public.example.com/");
  it("refuses a name that stands for any private address", async () => {
    const resolveHost = () => Promise.resolve(["93.184.216.34", "::ffff:10.0.0.1"]);
    await expect(checkResolvedHost(url, { resolveHost })).rejects.toMatchObject({ code: "url_refused" });
  });
  it("takes a name whose addresses are all public, and looks nothing up for the trusted origin", async () => {
    await expect(checkResolvedHost(url, { resolveHost: () => Promise.resolve(["93.184.216.34"]) })).resolves.toEqual(["93.184.216.34"]);
    const resolveHost = () => Promise.reject(new Error("asked"));
    await expect(checkResolvedHost(url, { resolveHost, trustedOrigin: url.origin })).resolves.toBeUndefined();
  });
});
