import { effect, signal } from "@preact/signals";

export const THINKING = ["", "off", "minimal", "low", "medium", "high", "xhigh"] as const;
export type Thinking = (typeof THINKING)[number];

export const THINKING_WORDS: Readonly<Record<Thinking, string>> = {
  "": "Default",
  off: "Off",
  minimal: "Minimal",
  low: "Low",
  medium: "Medium",
  high: "High",
  xhigh: "Highest",
};

/** What a new question is asked with. Kept in the browser: no secret and no conversation is in it. */
export interface ChatSettings {
  readonly model: string;
  readonly thinking: Thinking;
  readonly system: string;
  readonly temperature: number | undefined;
  readonly topP: number | undefined;
  readonly maxTokens: number | undefined;
  readonly seed: number | undefined;
  /** Function tools as a JSON list, as the API takes them. */
  readonly tools: string;
}

const DEFAULT_SETTINGS: ChatSettings = {
  model: "openclaw",
  thinking: "",
  system: "",
  temperature: undefined,
  topP: undefined,
  maxTokens: undefined,
  seed: undefined,
  tools: "",
};

const NAME = "openclaw.chat";

export const settings = signal<ChatSettings>(read());
effect(() => {
  // The system prompt and the tools may hold private words; they live with the conversation on the server.
  localStorage.setItem(NAME, JSON.stringify({ ...settings.value, system: "", tools: "" }));
});

export function set(patch: Partial<ChatSettings>): void {
  settings.value = { ...settings.value, ...patch };
}

function read(): ChatSettings {
  try {
    return { ...DEFAULT_SETTINGS, ...(JSON.parse(localStorage.getItem(NAME) ?? "{}") as Partial<ChatSettings>) };
  } catch {
    return DEFAULT_SETTINGS;
  }
}
