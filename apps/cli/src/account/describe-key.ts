import { shownUsd } from "../output/amounts.js";
import type { KeyInfo } from "./read-key-info.js";

/** A key in one line: its label, what it may spend, what is left. */
export function describeKey(info: KeyInfo): string {
  const { label, limitUsd, limitRemainingUsd, usageUsd, balanceUsd, freeTier } = info;
  const parts = [
    label === undefined ? "key without a label" : `key "${label}"`,
    limitUsd === undefined
      ? "no limit of its own"
      : `limit ${shownUsd(limitUsd)}${limitRemainingUsd === undefined ? "" : ` (${shownUsd(limitRemainingUsd)} left)`}`,
    ...(usageUsd === undefined ? [] : [`used ${shownUsd(usageUsd)}`]),
    ...(balanceUsd === undefined ? [] : [`balance ${shownUsd(balanceUsd)}`]),
    ...(freeTier === true ? ["free tier"] : []),
  ];
  return parts.join(", ");
}
