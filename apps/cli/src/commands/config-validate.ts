import type { Warning } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_FAILURE, EXIT_OK } from "../exit-codes.js";
import { printable } from "../output/printable.js";
import { shownPath } from "../output/shown-path.js";

export const command = defineCommand({
  about: "Checks the file, and every flag and variable laid over it. Exit code 1 when it cannot be used.",
  flags: {},
  examples: [{ line: "config validate --json", says: "for scripts and editors" }],
  async run(context) {
    const { inspectConfig } = await import("@openclaw/config/node");
    const { out } = context;
    const { path, homeDir, exists, issues, warnings, notes } = await inspectConfig(context.configOptions());
    if (context.json) {
      const found = issues.map(({ path: where, message, allowedValues, suggestion, file, line, column }) => ({
        path: where,
        message,
        ...(allowedValues === undefined ? {} : { allowedValues }),
        ...(suggestion === undefined ? {} : { suggestion }),
        ...(line === undefined ? {} : { file, line, column }),
      }));
      const shared = { path, ...said("warnings", warnings), ...said("notes", notes) };
      out.json(issues.length === 0 ? { valid: true, ...shared } : { valid: false, ...shared, issues: found });
      return issues.length === 0 ? EXIT_OK : EXIT_FAILURE;
    }
    out.warn(warnings);
    for (const { message } of notes) out.note(printable(message));
    if (issues.length === 0) {
      const absent = exists ? "" : " (there is no such file; the defaults hold)";
      out.line(`Config valid: ${shownPath(path, homeDir)}${absent}`);
      return EXIT_OK;
    }
    out.alert(`${out.noteStyle(["bold", "red"], "Config invalid:")} ${shownPath(path, homeDir)}`);
    for (const issue of issues) {
      const place = issue.line === undefined ? "" : `${issue.line}:${issue.column ?? 1}  `;
      out.alert(`  ${place}${issue.path === "" ? "" : `${issue.path}: `}${printable(issue.message)}`);
    }
    return EXIT_FAILURE;
  },
});

function said(name: string, messages: readonly Warning[]): Readonly<Record<string, readonly string[]>> {
  return messages.length === 0 ? {} : { [name]: messages.map(({ message }) => message) };
}
