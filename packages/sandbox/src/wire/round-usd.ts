/** Money without floating-point dust: rounded to a billionth of a dollar. */
export function roundUsd(amount: number): number {
  return Math.round(amount * 1e9) / 1e9;
}
