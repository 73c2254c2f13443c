import type { Family } from "../../catalogue/family.js";

/** Remembers which family made which tool call, so that a replayed call can be held to its maker's rules. */
export interface IssuedCalls {
  add: (id: string, family: Family) => void;
  makerOf: (id: string) => Family | undefined;
}

const LIMIT = 5000;

export function createIssuedCalls(): IssuedCalls {
  const makers = new Map<string, Family>();
  return {
    add: (id, family) => {
      makers.set(id, family);
      const oldest = makers.size > LIMIT ? makers.keys().next().value : undefined;
      if (oldest !== undefined) makers.delete(oldest);
    },
    makerOf: (id) => makers.get(id),
  };
}
