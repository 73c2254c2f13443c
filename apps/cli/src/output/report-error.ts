import { ToolkitError } from "@openclaw/core";
import { describeFileProblem, redact } from "@openclaw/core/internal";
import { EXIT_CODES, EXIT_FAILURE, EXIT_INTERRUPTED } from "../exit-codes.js";
import { cliHint } from "./cli-hint.js";
import { flagWords } from "./flag-words.js";
import type { Output } from "./output.js";
import { printable } from "./printable.js";

export interface ReportOptions {
  readonly json: boolean;
  /** OPENCLAW_DEBUG=1: the stack and its causes as well. */
  readonly debug: boolean;
}

/**
 * Says what went wrong: what, where, what next — as text on stderr, or with `--json` as OpenClaw's error envelope on stdout.
 *
 * @returns the exit code (CLI-3)
 */
export function reportError(error: unknown, out: Output, options: ReportOptions): number {
  const { message, hint, code } = describe(error);
  const exitCode = isAbort(error) ? EXIT_INTERRUPTED : code === undefined ? EXIT_FAILURE : EXIT_CODES[code];
  if (options.json) {
    const details = { type: "cli_error", message, ...(code === undefined ? {} : { code }), ...(hint === undefined ? {} : { hint }) };
    out.json({ ok: false, error: details });
  } else if (!isAbort(error)) {
    const issues = furtherIssues(error);
    // Each problem stands once: in the list where there is one.
    const headline = issues.length > 1 ? `${message.split(":", 1)[0] ?? ""}: ${issues.length} problems.` : message;
    out.alert(`${out.noteStyle(["bold", "red"], "openclaw:")} ${printable(joinSentences(headline, hint))}`);
    if (issues.length > 1) for (const issue of issues) out.alert(`  ${printable(issue)}`);
  }
  if (options.debug && error instanceof Error) out.alert(redact(debugText(error)));
  return exitCode;
}

/** One sentence after the other, each with one mark at its end. */
function joinSentences(message: string, hint: string | undefined): string {
  const tidy = message.replaceAll(/([?!])\.(?=["”]?(?:\s|$))/g, "$1");
  if (hint === undefined) return tidy;
  return `${/[.?!:…]["”)]?$/.test(tidy) ? tidy : `${tidy}.`} ${hint}`;
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function describe(error: unknown): { readonly message: string; readonly hint?: string; readonly code?: ToolkitError["code"] } {
  if (isAbort(error)) return { message: "Interrupted." };
  if (ToolkitError.isInstance(error)) {
    const { message, code } = error;
    const hint = cliHint(error);
    return { message: redact(flagWords(message)), code, ...(hint === undefined ? {} : { hint: redact(hint) }) };
  }
  const file = describeOpenFailure(error);
  if (file !== undefined) return { message: file, code: "file_io" };
  const text = error instanceof Error ? error.message : String(error);
  return {
    message: `Something in openclaw itself went wrong: ${redact(text)}`,
    hint: "Run it again with OPENCLAW_DEBUG=1 for the details, and please report it.",
    code: "internal",
  };
}

function describeOpenFailure(error: unknown): string | undefined {
  const path = (error as NodeJS.ErrnoException | undefined)?.path;
  return path === undefined ? undefined : describeFileProblem(error, "opened", path);
}

/** The issues of a config error that its message had no room for. */
function furtherIssues(error: unknown): readonly string[] {
  const issues = (error as { issues?: unknown }).issues;
  if (!Array.isArray(issues)) return [];
  return issues.map((issue: { path?: string; message?: string; file?: string; line?: number; column?: number; suggestion?: string }) => {
    const place = issue.file === undefined ? "" : `${issue.file}:${issue.line ?? 1}:${issue.column ?? 1} `;
    const path = (issue.path ?? "") === "" ? "" : `${issue.path}: `;
    return `${place}${path}${issue.message ?? ""}`;
  });
}

function debugText(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${debugText(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}
