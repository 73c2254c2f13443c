import { expect, it } from "vitest";
import { withoutDangerous, withoutUntrusted } from "./untrusted.js";

const CODE =
  "NODE_OPTIONS NODE_PATH NODE_REPL_EXTERNAL_MODULE LD_PRELOAD DYLD_INSERT_LIBRARIES PATH PATHEXT BASH_ENV ENV SHELLOPTS IFS PS4 PROMPT_COMMAND PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONINSPECT PERL5LIB PERL5OPT PERL5DB PERLLIB RUBYLIB RUBYOPT JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS GIT_SSH GIT_SSH_COMMAND GIT_EXTERNAL_DIFF GIT_CONFIG GIT_CONFIG_GLOBAL GIT_EXEC_PATH GIT_PAGER GIT_EDITOR GCONV_PATH COMSPEC SHELL HOME USERPROFILE SSH_ASKPASS EDITOR VISUAL PAGER BUN_INSTALL DENO_DIR npm_config_registry __proto__ node_options Path";
const PLACES =
  "OPENCLAW_STATE_DIR OPENCLAW_GATEWAY_TOKEN HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY FTP_PROXY http_proxy OPENROUTER_BASE_URL X_API_HOST X_HOMESERVER X_ENDPOINT OPENAI_API_KEY OPENAI_API_KEYS ANTHROPIC_API_KEY ANTHROPIC_API_KEYS ANTHROPIC_OAUTH_TOKEN NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED SSL_CERT_FILE SSL_CERT_DIR";
const HARMLESS =
  "OPENROUTER_API_KEY MY_PATH PATHS EDITORS HOMEPAGE LD LD_ NODE_ENV GIT_DIR GIT_SSH_KEY OPENCLAW OPENCLAW_ MY_OPENCLAW_X BASE_URL MY_HTTP_PROXY HTTP_PROXY_2 _ENDPOINT MY_OPENAI_API_KEY SSL_CERT MY_SSL_CERT_FILE";

const variables = (names: string): Record<string, string> =>
  Object.fromEntries(names.split(" ").map((name) => [name, `of ${name}`])) as Record<string, string>;

// CFG-2: a file must not run code in this process, nor decide where requests and keys go.
it.each(CODE.split(" "))("%s is taken from no file", (name) => {
  const given = { A: "1", ...variables(name) };
  for (const split of [withoutDangerous, withoutUntrusted]) expect(split(given)).toEqual({ variables: { A: "1" }, refused: [name] });
});

it.each(PLACES.split(" "))("%s is not taken from the folder one happens to stand in", (name) => {
  const given = { A: "1", ...variables(name) };
  expect(withoutUntrusted(given)).toEqual({ variables: { A: "1" }, refused: [name] });
  expect(withoutDangerous(given)).toEqual({ variables: given, refused: [] });
});

it("what only looks like one of these is taken", () => {
  const given = variables(HARMLESS);
  expect(withoutUntrusted(given)).toEqual({ variables: given, refused: [] });
});
