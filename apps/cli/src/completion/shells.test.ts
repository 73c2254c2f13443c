import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProcess, tempDir } from "@openclaw/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleProgram, installProgram } from "../testing/bundle-program.js";
import { fileSandbox } from "../testing/test-sandbox.js";

// What is typed before Tab, and what the line is then.
const LINES = {
  "openclaw mod": "openclaw models",
  "openclaw chat --sess": "openclaw chat --session",
  "openclaw models set openrouter/au": "openclaw models set openrouter/auto",
  "openclaw models set openrouter/google/gemma-4-31b-it:": "openclaw models set openrouter/google/gemma-4-31b-it:free",
  // No more than a file can follow.
  "openclaw chat -f not": "openclaw chat -f notes.md",
};

const BASH = `source <(openclaw completion bash)
for line in "$@"; do
  COMP_LINE="$line" COMP_POINT=\${#line} COMP_WORDBREAKS=$' \\t\\n"\\'@><=;|&(:' COMPREPLY=()
  _openclaw
  # As readline does: without a reply it looks for files.
  ((\${#COMPREPLY[@]})) || COMPREPLY=($(compgen -o default -- "\${line##* }"))
  # The reply takes the place of what stands behind the last break.
  [[ "\${#COMPREPLY[@]}" == 1 ]] && echo "\${line%"\${line##*[ :]}"}\${COMPREPLY[0]}"
done
`;
const FISH = `openclaw completion fish | source
for line in $argv
  echo (string replace -r '\\S*$' '' -- $line)(complete -C $line)
end
`;
// Types into a shell of its own, presses Tab, and has the line said.
const ZSH = `zmodload zsh/zpty
zpty shell zsh -f -i
answer() { local text; zpty -r -m shell text "*$1*" || exit 1; REPLY=$text }
zpty -w -n shell $'PS1= PS2= ; autoload -Uz compinit; compinit -u -D; source <(openclaw completion zsh); print READ""Y\\n'
answer READY
for line in "$@"; do
  zpty -w -n shell "$line"$'\\t'
  zpty -w -n shell $'\\x01print -r -- "GO""T:\\x05:EN""D"\\n'
  answer ':END'
  text=\${REPLY##*GOT:}
  print -r -- "\${text%%:END*}"
done
zpty -d shell
`;

const dist = bundleProgram();
const sandbox = fileSandbox();
let env: Record<string, string> = {};

beforeAll(async () => {
  const home = tempDir();
  const bin = join(home, "bin");
  mkdirSync(bin);
  installProgram(dist(), bin);
  env = { ...sandbox().env, HOME: home, PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`, TERM: "dumb", LANG: "C.UTF-8" };
  // The models are completed from the catalogue on disk.
  expect(await runProcess("openclaw", ["models", "list", "--all", "-q"], { env })).toMatchObject({ exitCode: 0 });
});

// CLI-2
// PowerShell is in no package archive of Debian: powershell.test.ts reads its script with PowerShell's grammar, and nobody runs it.
describe("completion in the shell itself", () => {
  it.each([
    ["bash", ["--norc"], BASH],
    ["zsh", ["-f"], ZSH],
    ["fish", ["--no-config"], FISH],
  ])(
    "completes commands, flags and models in %s",
    async (shell, flags, script) => {
      const cwd = tempDir();
      writeFileSync(join(cwd, "notes.md"), "");
      const path = join(tempDir(), "script");
      writeFileSync(path, script);
      const { exitCode, stdout, stderr } = await runProcess(shell, [...flags, path, ...Object.keys(LINES)], { env, cwd });
      expect({ exitCode, stderr }, stdout).toEqual({ exitCode: 0, stderr: "" });
      expect(
        stdout
          .replaceAll("\r", "")
          .trimEnd()
          .split("\n")
          .map((line) => line.trim()),
      ).toEqual(Object.values(LINES));
    },
    60_000,
  );
});
