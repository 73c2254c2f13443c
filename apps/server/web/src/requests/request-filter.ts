import { computed } from "@preact/signals";
import { go, type Query, route } from "../app/route.js";

const NAMES = ["model", "key", "outcome"] as const;
type Name = (typeof NAMES)[number];

type Filter = Readonly<Record<Name, string>>;

let last: Filter = { model: "", key: "", outcome: "" };

/** What is looked for. It stands in the address: a reload keeps it, and it can be sent to somebody. The same object as long as it says the same. */
export const requestFilter = computed((): Filter => {
  const { query } = route.value;
  const next = { model: query.get("model") ?? "", key: query.get("key") ?? "", outcome: query.get("outcome") ?? "" };
  if (NAMES.some((name) => next[name] !== last[name])) last = next;
  return last;
});

export const filtered = computed(() => NAMES.some((name) => requestFilter.value[name] !== ""));

export function lookFor(patch: Partial<Record<Name, string>>): void {
  go("requests", route.value.parameter, { replace: true, query: { ...requestFilter.value, ...patch } satisfies Query });
}
