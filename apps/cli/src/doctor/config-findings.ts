import { editConfig, findOlderSpellings, type InspectedFile, mendConfig, type MendedConfig } from "@openclaw/config/node";
import type { Context } from "../context.js";
import { shownPath } from "../output/shown-path.js";
import type { Finding } from "./finding.js";

/** Mends the whole file in one write, so that the one backup is of the file as it was; absent where a person has to correct it first. */
export type Mend = () => Promise<void>;

/** What `--fix` does to the file: keys that nobody knows go, and older spellings become newer ones. */
export function createMend(context: Context, { issues, path, homeDir }: InspectedFile): Mend | undefined {
  const unknown = issues.flatMap(({ unknownKey, at }) => (unknownKey === undefined || at === undefined ? [] : [at]));
  if (unknown.length < issues.length) return undefined;
  const elsewhere = issues.some(({ file }) => file !== undefined && file !== path);
  let told = false;
  let mended: Promise<MendedConfig> | undefined;
  const mend = async (): Promise<MendedConfig> => {
    const options = context.configOptions();
    if (!elsewhere) return mendConfig({ ...options, remove: unknown, migrate: true });
    // In a file that is included, a key can be taken out; what is spelled in the older way stays there.
    await editConfig({ ...options, edits: unknown.map((at) => ({ op: "unset" as const, path: at })) });
    return mendConfig({ ...options, migrate: true });
  };
  return async () => {
    mended ??= mend();
    const { written, backupPath } = await mended;
    if (written && backupPath !== undefined && !told) context.out.note(`The file as it was is kept in ${shownPath(backupPath, homeDir)}.`);
    told = true;
  };
}

export function configFindings({ path, exists, issues, warnings }: InspectedFile, mend: Mend | undefined): readonly Finding[] {
  if (!exists) return [{ checkId: "config.valid", severity: "info", message: "There is no config file; the defaults hold.", path }];
  return [
    ...issues.map(({ path: where, message, line }): Finding => {
      const place = line === undefined ? path : `${path}:${line}`;
      return {
        checkId: "config.valid",
        severity: "error",
        message: where === "" ? message : `${where}: ${message}`,
        path: place,
        ...(mend === undefined ? {} : { fix: mend, fixHint: "Correct it, or have it taken out with: openclaw doctor --fix" }),
      };
    }),
    ...warnings.map(({ message }): Finding => ({ checkId: "config.valid", severity: "info", message, path })),
  ];
}

/** Both spellings are read here; a newer OpenClaw reads only the newer one (openclaw.md §1.7). */
export async function spellingFindings(inspected: InspectedFile, mend: Mend | undefined): Promise<readonly Finding[]> {
  const { moved, left } = await findOlderSpellings(inspected);
  const { path } = inspected;
  return [
    ...moved.map(({ from, to }): Finding => {
      const message = `${from} is the older spelling of ${to}.`;
      return {
        checkId: "config.spelling",
        severity: "info",
        message,
        path,
        ...(mend === undefined ? {} : { fix: mend, fixHint: "Rewrite it with: openclaw doctor --fix" }),
      };
    }),
    ...left.map(({ from, to }): Finding => {
      const message = `${from} and ${to} are both set, and do not say the same; the second one counts.`;
      return {
        checkId: "config.spelling",
        severity: "warning",
        message,
        path,
        fixHint: `Remove one of them: openclaw config unset ${from}`,
      };
    }),
  ];
}
