// OpenRouter's and other vendors' keys, the tokens of GitHub, Hugging Face, Google and Slack, JSON web tokens, and bearer headers.
const KEY_SHAPES =
  /(?<![A-Za-z0-9])(?:(?:sk|rk|pk)-[A-Za-z0-9_-]{8,}|gh[opsu]_[A-Za-z0-9]{20,}|hf_[A-Za-z0-9]{20,}|AIza[A-Za-z0-9_-]{30,}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+)|\b(Bearer)\s+[A-Za-z0-9._~+/=-]{6,}/g;

/** What stands in a text where a secret stood. */
export const REDACTED = "[redacted]";

/** Removes everything key-shaped from a text that will be shown (KEY-6). */
export function redactShapes(text: string): string {
  return text.replace(KEY_SHAPES, (_match, bearer: string | undefined) => (bearer === undefined ? REDACTED : `${bearer} ${REDACTED}`));
}
