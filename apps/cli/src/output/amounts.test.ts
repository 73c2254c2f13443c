import { expect, it } from "vitest";
import { shownBytes, shownMs, shownPerMillion, shownTokens, shownUsd } from "./amounts.js";

it.each([
  [shownUsd, [0, 0.0000001, 0.000012, 0.0012, 0.05, 1.5], ["$0", "<$0.000001", "$0.000012", "$0.0012", "$0.050", "$1.50"]],
  [shownPerMillion, [undefined, 0, 0.0000008, 0.000015, 0.00000005, 0.0002], ["-", "free", "0.80", "15.00", "0.050", "200"]],
  [shownMs, [12.4, 999, 1000, 59_900, 125_000], ["12 ms", "999 ms", "1.0 s", "59.9 s", "2 min 05 s"]],
  [shownBytes, [12, 2048, 1_500_000], ["12 B", "2 KB", "1.4 MB"]],
  [shownTokens, [undefined, 512, 200_000, 262_144, 1_000_000, 1_048_576, 2_000_000], ["-", "512", "200k", "262k", "1M", "1M", "2M"]],
] as const)("%o writes amounts for people", (show, values, expected) => {
  expect(values.map((value) => (show as (amount: number | undefined) => string)(value))).toEqual(expected);
});
