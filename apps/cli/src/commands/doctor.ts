import { defineCommand } from "../args/command-spec.js";
import { EXIT_FAILURE, EXIT_OK } from "../exit-codes.js";
import { doctorChecks } from "../doctor/checks.js";
import type { Finding } from "../doctor/finding.js";
import { printable } from "../output/printable.js";
import { fitLine, namedCommands } from "../output/printed-command.js";
import { shownPath } from "../output/shown-path.js";

export const command = defineCommand({
  about:
    "Looks at the config, its permissions, the key, the server and open video jobs, and says what to do. --fix mends permissions, takes out config keys that nobody knows, rewrites older spellings as newer ones (in included files too; every comment stays, and each file as it was is kept as .bak) and renews an old catalogue; everything else is for a person. Exit code 1 when an error is left.",
  flags: {
    fix: { kind: "switch", summary: "Mend what can be mended" },
    repair: { kind: "switch", summary: "The same as --fix", hidden: true },
    offline: { kind: "switch", summary: "Ask nobody: leave out the checks that need the network" },
  },
  examples: [
    { line: "doctor", says: "what is wrong, and what to do" },
    { line: "doctor --json --offline", says: "for scripts" },
  ],
  async run(context, { flags }) {
    const { out, json } = context;
    const { inspectConfig } = await import("@openclaw/config/node");
    const inspected = await inspectConfig(context.configOptions());
    const checks = doctorChecks(context, inspected);
    const [chosen, skipped] =
      flags.offline === true ? [checks.filter(({ online }) => online !== true), checks.filter(({ online }) => online)] : [checks, []];
    const findings: (Finding & { readonly fixed: boolean })[] = [];
    for (const check of chosen) {
      const found = await check.run();
      if (!json)
        out.note(
          `${found.some(({ severity }) => severity !== "info") ? out.noteStyle("yellow", "!") : out.noteStyle("green", "ok")} ${check.looksAt}`,
        );
      for (const finding of found) {
        const mend = flags.fix === true || flags.repair === true ? finding.fix : undefined;
        await mend?.();
        findings.push({ ...finding, fixed: mend !== undefined });
      }
    }
    const ok = !findings.some(({ severity, fixed }) => severity === "error" && !fixed);
    if (json) {
      const shown = findings.map(({ fix: _fix, ...finding }) => finding);
      out.json({
        schemaVersion: 1,
        ok,
        checksRun: chosen.map(({ id }) => id),
        checksSkipped: skipped.map(({ id }) => id),
        findings: shown,
      });
      return ok ? EXIT_OK : EXIT_FAILURE;
    }
    const wrapped = (text: string): string => (out.terminal ? fitLine(text, out.columns, context.io.program, "  ") : text);
    for (const [index, { severity, message, path, fixHint, fixed }] of findings.entries()) {
      const where = path === undefined ? "" : `${shownPath(path, inspected.homeDir)}: `;
      const colour = severity === "error" ? "red" : severity === "warning" ? "yellow" : "dim";
      out.line(wrapped(`${out.style(colour, fixed ? "mended" : severity)} ${where}${printable(message)}`));
      // What mends several in a row is said once, behind the last of them.
      const next = findings[index + 1];
      const again = next?.fixHint === fixHint && next?.fixed === fixed;
      if (fixHint !== undefined && !fixed && !again) out.line(wrapped(`  ${printable(namedCommands(fixHint, context.io.program))}`));
    }
    if (findings.length === 0) out.line("Everything is as it should be.");
    return ok ? EXIT_OK : EXIT_FAILURE;
  },
});
