import { findOlderSpellings, type InspectedFile, type LeftKey, mendConfig } from "@openclaw/config/node";
import type { Context } from "../context.js";
import { shownPath } from "../output/shown-path.js";
import type { Finding } from "./finding.js";

/** Mends every file of the configuration in one write each, so that each backup is of the file as it was; absent where a person has to correct it first. */
export type Mend = () => Promise<void>;

/** What `--fix` does to the files: keys that nobody knows go, and older spellings become newer ones. */
export function createMend(context: Context, { issues, homeDir }: InspectedFile): Mend | undefined {
  const unknown = issues.flatMap(({ unknownKey, at }) => (unknownKey === undefined || at === undefined ? [] : [at]));
  if (unknown.length < issues.length) return undefined;
  let mended: Promise<void> | undefined;
  const mend = async (): Promise<void> => {
    for (const { written, backupPath, path } of await mendConfig({ ...context.configOptions(), remove: unknown, migrate: true }))
      if (written && backupPath !== undefined)
        context.out.note(`${shownPath(path, homeDir)} as it was is kept in ${shownPath(backupPath, homeDir)}.`);
  };
  return async () => (mended ??= mend());
}

export function configFindings({ path, exists, issues, warnings, notes }: InspectedFile, mend: Mend | undefined): readonly Finding[] {
  if (!exists) return [{ checkId: "config.valid", severity: "info", message: "There is no config file; the defaults hold.", path }];
  return [
    ...issues.map(({ path: where, message, line, file = path }): Finding => {
      const place = line === undefined ? file : `${file}:${line}`;
      return {
        checkId: "config.valid",
        severity: "error",
        message: where === "" ? message : `${where}: ${message}`,
        path: place,
        ...(mend === undefined ? {} : { fix: mend, fixHint: "Correct it, or have it taken out with: openclaw doctor --fix" }),
      };
    }),
    ...warnings.map(({ message }): Finding => ({ checkId: "config.valid", severity: "info", message, path })),
    // Sections of other parts are nothing to mend: onboarding writes some itself, for OpenClaw. `config validate` names them.
    ...notes
      .filter(({ code }) => code !== "config_section_passed")
      .map(({ code, message }): Finding => ({ checkId: "config.unused", severity: NOTED[code] ?? "info", message, path })),
  ];
}

/** Who sets a key of the server that does nothing may think that it protects. */
const NOTED: Readonly<Record<string, Finding["severity"]>> = { config_gateway_unused: "warning" };

/** Both spellings are read here; a newer OpenClaw reads only the newer one. */
export async function spellingFindings(context: Context, mend: Mend | undefined): Promise<readonly Finding[]> {
  const files = await findOlderSpellings(context.configOptions());
  const checkId = "config.spelling";
  return files.flatMap(({ path, moved, left }) => [
    ...moved.map(({ from, to }): Finding => {
      const message = `${from} is the older spelling of ${to}.`;
      const fix = mend === undefined ? {} : { fix: mend, fixHint: "Rewrite it with: openclaw doctor --fix" };
      return { checkId, severity: "info", message, path, ...fix };
    }),
    ...left.map((key): Finding => ({ checkId, severity: key.reason === "clash" ? "warning" : "info", path, ...LEFT[key.reason](key) })),
  ]);
}

const LEFT: Readonly<Record<LeftKey["reason"], (key: LeftKey) => Pick<Finding, "message" | "fixHint">>> = {
  clash: ({ from, to }) => ({
    message: `${from} and ${to} are both set, and do not say the same; the second one counts.`,
    fixHint: `Remove one of them: openclaw config unset ${from}`,
  }),
  "other-file": ({ from, to }) => ({
    message: `${from} is the older spelling of ${to}, which this included file cannot hold.`,
    fixHint: "Both are read here. For a newer OpenClaw, move it by hand into the file that includes this one.",
  }),
  includes: ({ from, to }) => ({
    message: `${from} is the older spelling of ${to}; renamed alone it would mean something else, because of what is included.`,
    fixHint: "Both are read here. For a newer OpenClaw, rename it by hand in all files at once.",
  }),
};
