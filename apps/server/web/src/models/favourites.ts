import { signal } from "@preact/signals";
import { textsOf } from "../api/read.js";

const NAME = "openclaw.favourites";

export const favourites = signal<ReadonlySet<string>>(new Set(read()));

export function toggleFavourite(id: string): void {
  const next = new Set(favourites.value);
  if (!next.delete(id)) next.add(id);
  favourites.value = next;
  localStorage.setItem(NAME, JSON.stringify([...next]));
}

function read(): readonly string[] {
  try {
    return textsOf(JSON.parse(localStorage.getItem(NAME) ?? "[]"));
  } catch {
    return [];
  }
}
