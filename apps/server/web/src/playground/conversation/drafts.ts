import { effect, signal } from "@preact/signals";
import { secret } from "../../api/secret.js";

const NAME = "openclaw.drafts";
const MOST_KEPT = 30;
/** Not at every key: a long text takes its time to be written. */
const WRITE_AFTER_MS = 300;

/** What is being written, by conversation; "" is a new one. Kept in the tab, as the key is: a reload loses nothing, and whoever signs in next sees nothing. */
const drafts = signal<Readonly<Record<string, string>>>(read());

export function draftOf(id: string | undefined): string {
  return drafts.value[id ?? ""] ?? "";
}

export function keepDraft(id: string | undefined, text: string): void {
  const { [id ?? ""]: _before, ...others } = drafts.value;
  const kept = Object.entries(others).slice(-MOST_KEPT);
  drafts.value = Object.fromEntries(text === "" ? kept : [...kept, [id ?? "", text]]);
}

/** A question that nothing came of: the server has not kept it, so the tab does, and writes it into the composer after a reload. */
export function keepUnanswered(id: string | undefined, text: string): void {
  keepDraft(unanswered(id), text);
}

export function restoreUnanswered(id: string | undefined): void {
  const text = draftOf(unanswered(id));
  if (text === "") return;
  keepUnanswered(id, "");
  if (draftOf(id) === "") keepDraft(id, text);
}

function unanswered(id: string | undefined): string {
  return `${id ?? ""}?`;
}

function read(): Readonly<Record<string, string>> {
  try {
    return JSON.parse(sessionStorage.getItem(NAME) ?? "{}") as Readonly<Record<string, string>>;
  } catch {
    return {};
  }
}

let timer: ReturnType<typeof setTimeout> | undefined;
let writer = secret.peek();
effect(() => {
  if (secret.value !== writer) {
    writer = secret.value;
    drafts.value = {};
  }
  void drafts.value;
  clearTimeout(timer);
  timer = setTimeout(write, WRITE_AFTER_MS);
});
addEventListener("pagehide", write);

function write(): void {
  try {
    sessionStorage.setItem(NAME, JSON.stringify(drafts.value));
  } catch {
    // A text that is larger than what the tab may keep is kept until the next reload only.
  }
}
