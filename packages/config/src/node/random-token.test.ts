import { expect, it } from "vitest";
import { randomToken, toHex } from "./random-token.js";

it("writes two digits for each byte", () => {
  expect(toHex(Uint8Array.of(0, 1, 15, 16, 255))).toBe("00010f10ff");
  expect(toHex(new Uint8Array())).toBe("");
});

it("makes a name of that many random bytes, another one each time", () => {
  const names = Array.from({ length: 50 }, () => randomToken(12));
  expect(new Set(names).size).toBe(50);
  for (const name of names) expect(name).toMatch(/^[0-9a-f]{24}$/);
});
