import { ToolkitError } from "@openclaw/core";
import { parseJson5 } from "../json5/parse-json5.js";
import { toValue } from "../json5/to-value.js";
import { type ConfigPath, formatPath } from "../path/config-path.js";
import { redactDocument } from "../secrets/redact-document.js";
import { diffDocuments, type Difference } from "./diff-documents.js";
import { setInText, unsetInText } from "./edit-text.js";
import { applyEdit, type ConfigEdit, refuseLostEntries } from "./edits.js";
import { keepStoredSecrets } from "./keep-secrets.js";

/** One change as it may be shown: secrets read `__OPENCLAW_REDACTED__`. */
export interface ConfigChange {
  readonly path: string;
  /** Absent when the value is new. */
  readonly before?: unknown;
  /** Absent when the value was removed. */
  readonly after?: unknown;
}

export interface EditedText {
  readonly text: string;
  readonly changes: readonly ConfigChange[];
}

/**
 * Applies edits to the text of a configuration file: comments, formatting and `${VAR}` references stay (CFG-6). Pure; the result is
 * not yet checked against the schema.
 *
 * @throws ConfigError `config_invalid` when the text cannot be read or an edit cannot be made.
 */
export function applyEdits(
  text: string,
  edits: readonly ConfigEdit[],
  variables: Readonly<Record<string, string>> = {},
  file?: string,
): EditedText {
  return applyEditsBelow([], text, { edits, variables, file });
}

interface EditsBelow {
  /** With paths inside that file. */
  readonly edits: readonly ConfigEdit[];
  readonly variables: Readonly<Record<string, string>>;
  readonly file: string | undefined;
}

/** `applyEdits` for the text of a file that is included at `prefix`: what is secret there, and what changes are called, goes by the whole path. */
export function applyEditsBelow(prefix: ConfigPath, text: string, { edits, variables, file }: EditsBelow): EditedText {
  const before = text.trim() === "" ? {} : toValue(parseJson5(text, file));
  const wanted = edits.reduce((document, edit) => {
    const next = applyEdit(document, edit, prefix);
    refuseLostEntries(document, next, edit, prefix);
    return next;
  }, before);
  const after = keepStoredSecrets(wanted, before, variables, prefix);
  const differences = diffDocuments(before, after);
  const edited = differences.reduce((current, difference) => applyDifference(current, difference, file), text);
  if (diffDocuments(after, edited.trim() === "" ? {} : toValue(parseJson5(edited, file))).length > 0) {
    throw new ToolkitError("The edited file would not read back as what was asked for; nothing was written.", { code: "internal" });
  }
  return { text: edited, changes: differences.map((difference) => toChange(difference, prefix)) };
}

function applyDifference(text: string, difference: Difference, file: string | undefined): string {
  if (difference.op === "set") return setInText(text, difference.path, difference.after, file);
  return unsetInText(text, difference.path, file) ?? text;
}

function toChange(difference: Difference, prefix: ConfigPath): ConfigChange {
  const path = [...prefix, ...difference.path];
  return {
    path: formatPath(path),
    ...(difference.before === undefined ? {} : { before: redactDocument(difference.before, path) }),
    ...(difference.op === "unset" ? {} : { after: redactDocument(difference.after, path) }),
  };
}
