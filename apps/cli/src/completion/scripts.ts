export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
export type Shell = (typeof SHELLS)[number];

/** What a shell loads. The words come from `openclaw completion --words`, so that a new model or session is known at once. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# bash completion for openclaw; load it with: source <(openclaw completion bash)
_openclaw() {
  local line words
  # Refs hold colons, which readline takes for the ends of words.
  line="\${COMP_LINE:0:$COMP_POINT}"
  read -ra words <<< "$line"
  [[ "$line" == *' ' ]] && words+=("")
  COMPREPLY=()
  local current="\${words[-1]}" candidate
  while IFS= read -r candidate; do
    [[ -n "$candidate" ]] && COMPREPLY+=("$candidate")
  done < <(openclaw completion --words -- "\${words[@]:1}" 2>/dev/null)
  if [[ "$current" == *:* && "$COMP_WORDBREAKS" == *:* ]]; then
    local prefix="\${current%"\${current##*:}"}" index
    for index in "\${!COMPREPLY[@]}"; do COMPREPLY[index]="\${COMPREPLY[index]#"$prefix"}"; done
  fi
}
complete -o default -o bashdefault -F _openclaw openclaw
`,
  zsh: `#compdef openclaw
# zsh completion for openclaw; load it with: source <(openclaw completion zsh)
_openclaw() {
  local -a found
  found=("\${(@f)$(openclaw completion --words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  found=("\${(@)found:#}")
  if (( \${#found} )); then compadd -U -a found; else _files; fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
compdef _openclaw openclaw
`,
  fish: `# fish completion for openclaw; load it with: openclaw completion fish | source
function __openclaw_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found (openclaw completion --words -- $words[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
# Files only where nothing else is known: fish would offer them behind the colon of a ref as well.
complete -c openclaw -f -a '(__openclaw_complete)'
`,
  powershell: `# PowerShell completion for openclaw; load it with: openclaw completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName openclaw -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  # As a variable: on its way to a program an argument may be dropped, split, globbed or taken by the script that npm puts before it.
  $elements = $commandAst.CommandElements | ForEach-Object { '{0} {1}' -f $_.Extent.StartOffset, $_.Extent.Text }
  $env:OPENCLAW_COMPLETION_LINE = (@($cursorPosition) + $elements) -join [char]31
  try {
    openclaw completion --words --powershell 2>$null | Where-Object { $_ -ne '' } | ForEach-Object {
      [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
  } finally {
    $env:OPENCLAW_COMPLETION_LINE = $null
  }
}
`,
};
