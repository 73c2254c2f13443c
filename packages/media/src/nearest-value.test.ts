import { seededRandom } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import {
  nearestAspectRatio,
  nearestNumber,
  nearestResolution,
  nearestSize,
  readAspectRatio,
  readResolution,
  readSize,
} from "./nearest-value.js";

const random = seededRandom(42);
const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
const some = <Value>(values: readonly Value[]): readonly Value[] => {
  const chosen = values.filter(() => random() < 0.5);
  return chosen.length > 0 ? chosen : [pick(values)];
};
const RATIOS = ["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "9:19.5", "2.35:1"];
const RESOLUTIONS = ["480p", "720P", "768p", "1080p", "1K", "2K", "4K", "512"];
const SIZES = ["480x854", "854x480", "1280x720", "720x1280", "1024x1024", "3840x2160"];

// VID-3, IMG-3
describe("the nearest value", () => {
  it.each([
    [5, 6],
    [7, 8],
    [3, 4],
    [20, 8],
    [1, 4],
    [6, 6],
  ])("of 4, 6 and 8 seconds to %d is %d: a tie goes up", (wanted, applied) => expect(nearestNumber(wanted, [8, 4, 6])).toBe(applied));

  it.each([
    ["2:1", "16:9"],
    ["1:1", "16:9"],
    ["1:2", "9:16"],
    ["9:16", "9:16"],
  ])("of 16:9 and 9:16 to %s is %s", (wanted, applied) => expect(nearestAspectRatio(wanted, ["9:16", "16:9"])).toBe(applied));

  it.each([
    ["480P", "720P"],
    ["900p", "1080P"],
    ["899p", "720P"],
    ["4K", "1080P"],
    ["720p", "720P"],
  ])("of 720P and 1080P to %s is %s", (wanted, applied) => expect(nearestResolution(wanted, ["720P", "1080P"])).toBe(applied));

  it("of sizes is the closest in both sides", () => {
    expect(nearestSize("1920x1080", SIZES)).toBe("1280x720");
    expect(nearestSize("1000x1100", SIZES)).toBe("1024x1024");
  });

  it("is always allowed, is the value itself where that is allowed, and is never farther away than another", () => {
    for (let round = 0; round < 2_000; round += 1) {
      const numbers = some([1, 2, 3, 4, 5, 6, 8, 10, 12, 15]);
      const wanted = Math.ceil(random() * 40) / 2;
      const applied = nearestNumber(wanted, numbers)!;
      expect(numbers).toContain(applied);
      for (const other of numbers) {
        const nearer = Math.abs(other - wanted) < Math.abs(applied - wanted);
        const tieAbove = Math.abs(other - wanted) === Math.abs(applied - wanted) && other > applied;
        expect(nearer || tieAbove).toBe(false);
      }
      const checks = [
        [nearestAspectRatio, RATIOS],
        [nearestResolution, RESOLUTIONS],
        [nearestSize, SIZES],
      ] as const;
      for (const [nearest, all] of checks) {
        const allowed = some(all);
        const one = pick(all);
        expect(allowed).toContain(nearest(one, allowed));
        expect(nearest(one, [...allowed, one])).toBe(one);
      }
    }
  });

  it("goes up on a tie of shapes and lines, whatever the order", () => {
    for (const allowed of [
      ["1:2", "2:1"],
      ["2:1", "1:2"],
    ])
      expect(nearestAspectRatio("1:1", allowed)).toBe("2:1");
    for (const allowed of [
      ["400p", "600p"],
      ["600p", "400p"],
    ])
      expect(nearestResolution("500p", allowed)).toBe("600p");
    for (const allowed of [
      ["100x100", "400x400"],
      ["400x400", "100x100"],
    ])
      expect(nearestSize("200x200", allowed)).toBe("400x400");
  });

  it("is nothing where nothing is allowed or the wish cannot be read", () => {
    expect([
      nearestNumber(5, []),
      nearestAspectRatio("abc", RATIOS),
      nearestResolution("huge", RESOLUTIONS),
      nearestSize("big", SIZES),
    ]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

it("reads ratios, resolutions and sizes, and no nonsense", () => {
  expect(["16:9", "0:9", "9:0", "abc", "16/9", "-1:2", "1e9:1"].map(readAspectRatio).map((ratio) => ratio !== undefined)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(["720p", "2K", "512", "0p", "K", "-1p"].map(readResolution)).toEqual([720, 2_000, 512, undefined, undefined, undefined]);
  expect([readSize("1280x720"), readSize("0x5"), readSize("12by5")]).toEqual([{ width: 1280, height: 720 }, undefined, undefined]);
});
