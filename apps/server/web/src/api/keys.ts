import { callJson } from "./call.js";
import { type Json, momentOf, numberOf, recordOf, recordsOf, textOf, textsOf } from "./read.js";

export const WINDOWS = ["day", "week", "month", "total"] as const;
export type BudgetWindow = (typeof WINDOWS)[number];

export interface VirtualKey {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly budgetUsd: number | undefined;
  readonly budgetWindow: BudgetWindow;
  readonly rpm: number | undefined;
  readonly tpm: number | undefined;
  readonly models: readonly string[];
  readonly createdMs: number | undefined;
  readonly expiresMs: number | undefined;
  readonly spentUsd: number;
  readonly reservedUsd: number;
  readonly resetsMs: number | undefined;
}

/** What a key may; `null` takes a limit away. */
export interface KeyInput {
  readonly name: string;
  readonly budgetUsd: number | null;
  readonly budgetWindow: BudgetWindow;
  readonly rpm: number | null;
  readonly tpm: number | null;
  readonly models: readonly string[] | null;
  /** ISO. */
  readonly expiresAt: string | null;
}

export interface MadeKey {
  readonly record: VirtualKey;
  /** Shown this once. */
  readonly key: string;
  readonly webhookSecret: string | undefined;
}

/** All of them, newest first, however many pages that are. */
export async function listKeys(): Promise<readonly VirtualKey[]> {
  const keys: VirtualKey[] = [];
  for (let before: string | undefined = ""; before !== undefined;) {
    const page: Json = recordOf(await callJson(`/admin/keys?limit=${PAGE}${before === "" ? "" : `&before=${encodeURIComponent(before)}`}`));
    keys.push(...recordsOf(page["data"]).map(readKey));
    before = textOf(page["next"]);
  }
  return keys;
}

const PAGE = 500;

export async function createKey(input: KeyInput): Promise<MadeKey> {
  const set = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
  const body = recordOf(await callJson("/admin/keys", { method: "POST", body: set }));
  return { record: readKey(body), key: textOf(body["key"]) ?? "", webhookSecret: textOf(body["webhookSecret"]) };
}

export async function patchKey(id: string, input: KeyInput): Promise<void> {
  await callJson(`/admin/keys/${encodeURIComponent(id)}`, { method: "PATCH", body: input });
}

export async function revokeKey(id: string): Promise<void> {
  await callJson(`/admin/keys/${encodeURIComponent(id)}`, { method: "DELETE" });
}

function readKey(row: Json): VirtualKey {
  return {
    id: textOf(row["id"]) ?? "",
    name: textOf(row["name"]) ?? "",
    hint: textOf(row["hint"]) ?? "",
    budgetUsd: numberOf(row["budgetUsd"]),
    budgetWindow: WINDOWS.find((window) => window === row["budgetWindow"]) ?? "total",
    rpm: numberOf(row["rpm"]),
    tpm: numberOf(row["tpm"]),
    models: textsOf(row["models"]),
    createdMs: momentOf(row["createdAtMs"] ?? row["createdAt"]),
    expiresMs: momentOf(row["expiresAtMs"] ?? row["expiresAt"]),
    spentUsd: numberOf(row["spentUsd"]) ?? 0,
    reservedUsd: numberOf(row["reservedUsd"]) ?? 0,
    resetsMs: momentOf(row["resetsAtMs"] ?? row["resetsAt"]),
  };
}
