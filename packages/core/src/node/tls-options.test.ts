import { rootCertificates } from "node:tls";
import { describe, expect, it } from "vitest";
import { TEST_CA } from "../__fixtures__/local-servers.js";
import { tlsConnectOptions } from "./tls-options.js";

// NET-6
describe("certificates", () => {
  it("of one's own are trusted in addition to those that Node trusts", () => {
    for (const ca of [TEST_CA, [TEST_CA]]) {
      const trusted = tlsConnectOptions({ ca }).ca ?? [];
      expect(trusted.at(-1)).toBe(TEST_CA);
      expect(trusted.length).toBeGreaterThan(rootCertificates.length / 2);
    }
  });

  it("are left to Node when none is given", () => {
    expect(tlsConnectOptions()).toEqual({});
    expect(tlsConnectOptions({ insecureSkipVerify: false })).toEqual({});
  });

  it("of a client, its name for the server and its trust are passed on", () => {
    expect(tlsConnectOptions({ cert: "c", key: "k", passphrase: "p", serverName: "s", insecureSkipVerify: true })).toEqual({
      cert: "c",
      key: "k",
      passphrase: "p",
      servername: "s",
      rejectUnauthorized: false,
    });
  });
});
