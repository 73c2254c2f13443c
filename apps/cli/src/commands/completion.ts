import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { type Shell, SHELLS, completionScript } from "../completion/scripts.js";
import { EXIT_OK } from "../exit-codes.js";

export const command = defineCommand({
  about:
    "Prints what a shell needs to complete commands, flags, models and sessions. Load it at the start of a shell: source <(openclaw completion bash), the same for zsh, openclaw completion fish | source. The script for PowerShell is checked against its grammar and its source: nobody has run it in PowerShell yet.",
  words: [{ name: "shell", summary: "bash, zsh, fish or powershell", many: true }],
  flags: {
    words: { kind: "switch", summary: "For the scripts: what may follow these words", hidden: true },
    powershell: {
      kind: "switch",
      summary: "For its script: the words come in a variable and go as PowerShell reads them back",
      hidden: true,
    },
  },
  examples: [
    { line: "completion bash > ~/.openclaw-completion.bash", says: "then, in ~/.bashrc: source ~/.openclaw-completion.bash" },
    { line: "completion zsh", says: "print it" },
  ],
  async run(context, { flags, words }) {
    const { io, out } = context;
    if (flags.words === true) {
      const { candidates } = await import("../completion/candidates.js");
      const { completionSources } = await import("../completion/sources.js");
      const powershell = flags.powershell === true ? await import("../completion/powershell-line.js") : undefined;
      const typed = powershell === undefined ? words : powershell.readPowerShellLine(io.env[powershell.LINE_VARIABLE] ?? "");
      const quote = powershell === undefined ? String : powershell.quoteForPowerShell;
      for (const word of await candidates(typed, completionSources(context))) out.line(quote(word));
      return EXIT_OK;
    }
    const [shell, ...rest] = words;
    if (shell === undefined || rest.length > 0 || !isShell(shell)) {
      throw new UsageError(
        shell === undefined ? "<shell> is missing." : `"${words.join(" ")}" is no shell that is known.`,
        `It is one of: ${SHELLS.join(", ")}.`,
      );
    }
    if (context.json) out.json({ shell, script: completionScript(shell) });
    else out.write(completionScript(shell));
    return EXIT_OK;
  },
});

function isShell(text: string): text is Shell {
  return (SHELLS as readonly string[]).includes(text);
}
