import { effect, signal } from "@preact/signals";

export type Theme = "auto" | "light" | "dark";

const NAME = "openclaw.theme";
const THEMES: readonly Theme[] = ["auto", "light", "dark"];
const kept = localStorage.getItem(NAME);
const dark = matchMedia("(prefers-color-scheme: dark)");

/** What was chosen; `auto` follows the system. */
export const theme = signal<Theme>(THEMES.find((name) => name === kept) ?? "auto");
/** What is shown: plots draw with it. */
export const darkShown = signal(false);

function apply(): void {
  darkShown.value = theme.value === "dark" || (theme.value === "auto" && dark.matches);
  document.documentElement.dataset["theme"] = darkShown.value ? "dark" : "light";
}

effect(apply);
dark.addEventListener("change", apply);

export function nextTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? "auto";
  localStorage.setItem(NAME, theme.value);
}
