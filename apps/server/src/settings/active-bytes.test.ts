import { totalmem } from "node:os";
import { expect, it } from "vitest";
import { activeBytesOf, memoryOfEach } from "./active-bytes.js";

const MIB = 1024 * 1024;

// SRV-8
it("lets bodies take as much together as the memory of a container, or of a machine, bears", () => {
  expect([128, 1024, 4096, 65_536].map((memory) => activeBytesOf(memory * MIB) / MIB)).toEqual([64, 128, 512, 1024]);
  const within = (limit: number, workers = 1): number => memoryOfEach({ constrainedMemory: () => limit }, workers);
  expect([within(512 * MIB), within(512 * MIB, 2)]).toEqual([512 * MIB, 256 * MIB]);
  // No limit, as systems write it.
  expect([within(0), within(2 ** 63)]).toEqual([totalmem(), totalmem()]);
});
