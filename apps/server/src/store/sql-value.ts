import type { SqlRow, SqlValue } from "./engine.js";

/** Reads an integer column that fits a number: times, counts, tokens. */
export function numberOf(row: SqlRow, column: string): number {
  return Number(row[column] ?? 0);
}

export function bigintOf(row: SqlRow, column: string): bigint {
  const value = row[column];
  return typeof value === "bigint" ? value : BigInt(Math.round(Number(value ?? 0)));
}

export function textOf(row: SqlRow, column: string): string {
  const value = row[column];
  return typeof value === "string" ? value : "";
}

/** The column under its own name, left out when it is NULL. */
export function optional<Name extends string, Value>(
  name: Name,
  value: SqlValue | undefined,
  read: (value: Exclude<SqlValue, null>) => Value,
): Partial<Readonly<Record<Name, Value>>> {
  return (value === null || value === undefined ? {} : { [name]: read(value) }) as Partial<Record<Name, Value>>;
}
