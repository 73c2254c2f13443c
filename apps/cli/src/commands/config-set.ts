import { readFile } from "node:fs/promises";
import type { ConfigEdit } from "@openclaw/config";
import { parseJson, readArray, readObject } from "@openclaw/core/internal";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { EXIT_OK } from "../exit-codes.js";
import { editSettings } from "../settings/edit-settings.js";
import { parseSetting } from "../settings/parse-setting.js";
import { printChanges } from "../settings/print-changes.js";
import { type PathFacts, userPath } from "../args/user-path.js";

export const command = defineCommand({
  about:
    "Changes a value. It is read as JSON5 where it is JSON5, else as text. The whole result is checked first; what would not load is not written. Comments stay, and the former file is kept as .bak.",
  words: [
    { name: "path", summary: 'such as agents.defaults.thinkingDefault, or agents.defaults.models["openrouter/auto"].alias' },
    { name: "value", summary: "JSON5, or text" },
  ],
  flags: {
    "strict-json": { kind: "switch", summary: "The value must be JSON5; it is never taken as text" },
    merge: {
      kind: "switch",
      excludes: ["replace", "ref-source", "batch-json", "batch-file"],
      summary: "Merge an object key by key; null removes",
    },
    replace: {
      kind: "switch",
      excludes: ["ref-source", "batch-json", "batch-file"],
      summary: "Let a map such as agents.defaults.models lose entries",
    },
    force: { kind: "switch", summary: "Also when it drops gateway.mode or more than half of the file" },
    "dry-run": { kind: "switch", summary: "Check and show the change; write nothing" },
    "ref-source": { kind: "choice", choices: ["env", "file", "exec"], summary: "Write a reference to a secret kept" },
    "ref-provider": { kind: "text", needs: ["ref-source"], value: "NAME", summary: "Of that reference; default" },
    "ref-id": { kind: "text", needs: ["ref-source"], value: "ID", summary: "Of that reference: for env, the variable's name" },
    "batch-json": {
      kind: "text",
      excludes: ["batch-file", "ref-source"],
      value: "JSON",
      summary: "Several changes at once: [{path, value | ref}]",
    },
    "batch-file": { kind: "text", excludes: ["ref-source"], value: "FILE", summary: "The same from a file" },
  },
  examples: [
    { line: "config set agents.defaults.thinkingDefault high", says: "text" },
    { line: "config set agents.defaults.imageGenerationModel.timeoutMs 180_000", says: "a number" },
    { line: "config set models.providers.openrouter.apiKey --ref-source env --ref-id WORK_KEY", says: "a key kept elsewhere" },
  ],
  async run(context, { flags, words: [path, text] }) {
    const edits = await readEdits(context.io, { flags, path, text });
    const edited = await editSettings(context, edits, { dryRun: flags["dry-run"] === true, force: flags.force === true });
    printChanges(context, edited);
    if (!context.json && edited.written && !context.out.quiet)
      context.out.line(`Updated ${edits.map((edit) => String(edit.path)).join(", ")}.`);
    return EXIT_OK;
  },
});

interface Wanted {
  readonly flags: {
    readonly [name: string]: unknown;
    readonly merge?: boolean;
    readonly replace?: boolean;
    readonly "strict-json"?: boolean;
    readonly "ref-source"?: string;
    readonly "ref-provider"?: string;
    readonly "ref-id"?: string;
    readonly "batch-json"?: string;
    readonly "batch-file"?: string;
  };
  readonly path: string | undefined;
  readonly text: string | undefined;
}

async function readEdits(io: PathFacts, { flags, path, text }: Wanted): Promise<readonly ConfigEdit[]> {
  const file = flags["batch-file"];
  const batch = file === undefined ? flags["batch-json"] : await readFile(userPath(file, io), "utf8");
  if (batch !== undefined) {
    if (path !== undefined)
      throw new UsageError(
        "A batch has its paths in itself, and one was given beside it.",
        "Put that path into the batch, or leave the batch out.",
      );
    return readBatch(batch);
  }
  if (path === undefined) throw new UsageError("<path> is missing.", "See how it is used with: openclaw config set --help");
  const source = flags["ref-source"];
  if (source !== undefined) {
    const id = flags["ref-id"];
    if (id === undefined || text !== undefined) throw new UsageError("A reference needs --ref-id, and no value beside it.");
    const provider = flags["ref-provider"] ?? "default";
    return [{ op: "set", path, value: { source, provider, id } }];
  }
  if (text === undefined) throw new UsageError("<value> is missing.", "To remove a value use: openclaw config unset <path>");
  return [toEdit(path, parseSetting(text, flags["strict-json"] === true), flags)];
}

function toEdit(path: string, value: unknown, flags: { readonly merge?: boolean; readonly replace?: boolean }): ConfigEdit {
  if (flags.merge === true) return { op: "merge", path, value };
  return { op: "set", path, value, ...(flags.replace === true ? { replace: true } : {}) };
}

function readBatch(text: string): readonly ConfigEdit[] {
  const entries = readArray(parseJson(text));
  if (entries === undefined) throw new UsageError("The batch is not a JSON list.", 'Write it as [{"path":"a.b","value":1}].');
  return entries.map((entry, index) => {
    const object = readObject(entry);
    const path = object?.["path"];
    const value = object?.["ref"] ?? object?.["value"];
    if (typeof path === "string" && value !== undefined) return { op: "set", path, value };
    throw new UsageError(`Entry ${index + 1} of the batch needs a "path" and a "value" or "ref".`);
  });
}
