import type { Variables } from "./environment.js";

// Names through which a file could run code in this process or in one that it starts.
const DANGEROUS =
  /^(?:NODE_OPTIONS|NODE_PATH|NODE_REPL_EXTERNAL_MODULE|LD_.+|DYLD_.+|PATH|PATHEXT|BASH_ENV|ENV|SHELLOPTS|IFS|PS4|PROMPT_COMMAND|PYTHON(?:PATH|HOME|STARTUP|INSPECT)|PERL5(?:LIB|OPT|DB)|PERLLIB|RUBY(?:LIB|OPT)|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|GIT_(?:SSH|SSH_COMMAND|EXTERNAL_DIFF|CONFIG.*|EXEC_PATH|PAGER|EDITOR)|GCONV_PATH|COMSPEC|SHELL|HOME|USERPROFILE|SSH_ASKPASS|EDITOR|VISUAL|PAGER|BUN_INSTALL|DENO_DIR|npm_config_.+|__proto__)$/i;

// What a .env in the folder one happens to stand in must not decide: where requests and keys go, and where state lies.
const UNTRUSTED =
  /^(?:OPENCLAW_.+|(?:HTTPS?|ALL|NO|FTP)_PROXY|.+_BASE_URL|.+_API_HOST|.+_HOMESERVER|.+_ENDPOINT|OPENAI_API_KEYS?|ANTHROPIC_API_KEYS?|ANTHROPIC_OAUTH_TOKEN|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|SSL_CERT_(?:FILE|DIR))$/i;

/** Splits off the names that no file may set (CFG-2). */
export function withoutDangerous(variables: Variables): { readonly variables: Variables; readonly refused: readonly string[] } {
  return without(variables, (name) => DANGEROUS.test(name));
}

/** Splits off what a `.env` in the working directory may not set; `OPENROUTER_API_KEY` may (CFG-2, as in OpenClaw). */
export function withoutUntrusted(variables: Variables): { readonly variables: Variables; readonly refused: readonly string[] } {
  return without(variables, (name) => DANGEROUS.test(name) || UNTRUSTED.test(name));
}

function without(
  variables: Variables,
  refuse: (name: string) => boolean,
): { readonly variables: Variables; readonly refused: readonly string[] } {
  const names = Object.keys(variables);
  const kept = names.filter((name) => !refuse(name));
  return { variables: Object.fromEntries(kept.map((name) => [name, variables[name]])), refused: names.filter(refuse) };
}
