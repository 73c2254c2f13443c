import type { Warning } from "@openclaw/core";
import { readObject } from "@openclaw/core/internal";
import type { MissingVariable } from "./environment/substitute.js";
import { positionAt } from "./json5/position.js";
import { repeatedMembers, type SyntaxNode } from "./json5/syntax-tree.js";
import { type ConfigPath, formatPath } from "./path/config-path.js";
import { PASSING_SECTIONS } from "./schema/config-schema.js";
import { unusedKeys } from "./schema/unused-keys.js";

/** One warning for each `${NAME}` without a value: the value stays unusable, the rest of the file works (CFG-2). */
export function missingWarnings(missing: readonly MissingVariable[]): readonly Warning[] {
  return missing.map(({ path, name }) => ({
    code: "config_variable_missing",
    message: `${formatPath(path)} references the environment variable ${name}, which is not set.`,
  }));
}

/** Notes on what passes without being looked into, or is looked into and does nothing here (CFG-4). */
export function foreignNotes(document: unknown): readonly Warning[] {
  const root = readObject(document) ?? {};
  const sections = PASSING_SECTIONS.filter((name) => Object.hasOwn(root, name));
  const providers = readObject(readObject(root["models"])?.["providers"]) ?? {};
  const strangers = Object.keys(providers).filter((name) => name !== "openrouter");
  const notes: Warning[] = [];
  if (sections.length > 0) {
    notes.push({ code: "config_section_passed", message: `Not used here and not checked: ${sections.join(", ")}.` });
  }
  if (strangers.length > 0) {
    notes.push({
      code: "config_provider_passed",
      message: `Only models.providers.openrouter is used; not checked: ${strangers.join(", ")}.`,
    });
  }
  const unused = unusedKeys(document);
  const ofServer = unused.filter((key) => key.startsWith("gateway."));
  const others = unused.filter((key) => !key.startsWith("gateway."));
  if (others.length > 0) notes.push({ code: "config_key_unused", message: `Checked, and not used here: ${others.join(", ")}.` });
  // Apart, because who sets one of these relies on it: an unencrypted port, or a page that is served all the same.
  if (ofServer.length > 0) notes.push({ code: "config_gateway_unused", message: `The server does not act on: ${ofServer.join(", ")}.` });
  return notes;
}

/** A note on first choices that this toolkit cannot use: the same file serves the rest of OpenClaw (CFG-4). */
export function foreignModelNotes(paths: readonly ConfigPath[]): readonly Warning[] {
  if (paths.length === 0) return [];
  const names = paths.map(formatPath).join(", ");
  const message = `Another provider's model, which is not used here: ${names}. To use one from OpenRouter, write "openrouter/" before it.`;
  return [{ code: "config_model_passed", message }];
}

/** A name written twice in one object: the last one counts, which is seldom what was meant. */
export function repeatedKeyWarnings(node: SyntaxNode): readonly Warning[] {
  if (node.kind === "scalar") return [];
  if (node.kind === "array") return node.items.flatMap(repeatedKeyWarnings);
  const own = repeatedMembers(node).map(({ key, keyStart, value }) => {
    const { file, line } = positionAt(value.source, keyStart);
    return { code: "config_key_repeated", message: `${file}:${line}: ${JSON.stringify(key)} is set more than once; the last one counts.` };
  });
  return [...own, ...node.members.flatMap(({ value }) => repeatedKeyWarnings(value))];
}
