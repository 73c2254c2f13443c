import { seededRandom } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { decodeBase64, encodeBase64 } from "./base64.js";

const random = seededRandom(7);
const someBytes = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, () => Math.floor(random() * 256));

describe("decodeBase64", () => {
  it("gives back what was encoded, of any length and past the chunk size", () => {
    for (const length of [0, 1, 2, 3, 4, 5, 63, 64, 65, 32_767, 32_768, 32_769, 100_001]) {
      const bytes = someBytes(length);
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
    }
  });

  it("does without padding, with the URL alphabet, and with blanks", () => {
    const bytes = new Uint8Array([255, 239, 190, 251]);
    expect(decodeBase64(Buffer.from(bytes).toString("base64url"))).toEqual(bytes);
    expect(
      decodeBase64(`  ${Buffer.from(bytes).toString("base64").slice(0, 3)}\r\n${Buffer.from(bytes).toString("base64").slice(3)}`),
    ).toEqual(bytes);
  });

  // MUS-1, trap 30
  it("joins pieces that were each padded for themselves", () => {
    const parts = [someBytes(4), someBytes(5), someBytes(6)];
    expect(decodeBase64(parts.map(encodeBase64).join(""))).toEqual(new Uint8Array(Buffer.concat(parts)));
  });

  it.each(["%%%", "a", "abcde", "not base64!", "ab=c*"])("refuses %s", (text) => expect(decodeBase64(text)).toBeUndefined());
});
