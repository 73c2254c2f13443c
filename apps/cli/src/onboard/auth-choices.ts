/** How a key comes to be. The last two are older spellings of the first. */
export const AUTH_CHOICES = [
  "openrouter-api-key",
  "openrouter-oauth",
  "sandbox",
  "custom",
  "skip",
  "custom-api-key",
  "apiKey",
  "token",
] as const;

export type AuthChoice = "openrouter-api-key" | "openrouter-oauth" | "sandbox" | "custom" | "skip";

export function readAuthChoice(text: (typeof AUTH_CHOICES)[number]): AuthChoice {
  switch (text) {
    case "custom-api-key":
      return "custom";
    case "apiKey":
    case "token":
      return "openrouter-api-key";
    default:
      return text;
  }
}

/** Where `onboard --auth-choice sandbox` expects the sandbox. */
export const SANDBOX_PORT = 18_790;
export const SANDBOX_URL = `http://127.0.0.1:${SANDBOX_PORT}/api/v1`;
