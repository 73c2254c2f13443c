import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { copyText } from "./copy-text.js";
import { Icon } from "./icon.js";

/** Copies a text and says that it did. */
export function CopyButton({ text, label }: { readonly text: string | (() => string); readonly label: string }): JSX.Element {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    if (!(await copyText(typeof text === "string" ? text : text()))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <button class="icon-button small" type="button" aria-label={copied ? "Copied" : label} title={label} onClick={() => void copy()}>
      <Icon name={copied ? "check" : "copy"} size={15} />
    </button>
  );
}
