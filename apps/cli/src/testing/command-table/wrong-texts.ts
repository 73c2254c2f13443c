import type { Step } from "./story.js";

type Wrong = Pick<Step, "exitCode" | "stdout"> & {
  /** In place of the plain line with the flag and this value. */
  readonly line?: string;
  readonly value?: string;
  readonly says: RegExp;
};

/** Every text is as good as another. */
const ANY = "any";
const REF: Wrong = { value: "openrouter/a b", says: /"openrouter\/a b" is not a model id\./ };
// A fallback that is none must not keep the answer away.
const LEFT_OUT: Wrong = {
  value: "openrouter/a b",
  says: /^warning: The fallback "openrouter\/a b" is left out: /,
  exitCode: 0,
  stdout: /\w/,
};
const URL_TEXT: Wrong = { value: "nowhere", says: /The base URL "nowhere" is not an absolute URL\./ };
const MISSING: Wrong = { value: "missing.png", says: /missing\.png could not be read: there is no such file/ };
const REFUSED: Wrong = { value: "sk-or-v1-invalid-000", says: /answered HTTP 401: / };
const NAME: Wrong = { value: "../etc", says: /"?\.\.\/etc"?/, exitCode: 2 };
const INSIDE_FILE: Wrong = { value: "note.txt/x", says: /note\.txt/ };

/** For every text flag a value that is refused, or why none is. */
export const WRONG_TEXTS: Readonly<Record<string, Wrong | typeof ANY>> = {
  skip: { value: "lunch", says: /--skip cannot be "lunch"/, exitCode: 2 },
  "api-key": REFUSED,
  "auth-profile": { value: "openrouter:nobody", says: /openrouter:nobody/ },
  "base-url": URL_TEXT,
  model: REF,
  fallback: LEFT_OUT,
  thinking: { value: "hihg", says: /hihg/, exitCode: 2 },
  session: NAME,
  "session-id": NAME,
  schema: { value: "{", says: /schema/i, exitCode: 2 },
  template: { value: "nobody", says: /There is no template "nobody"\./, exitCode: 2 },
  file: MISSING,
  image: MISSING,
  output: INSIDE_FILE,
  "aspect-ratio": { value: "wide", says: /--aspect-ratio must be one of /, exitCode: 2 },
  size: { value: "big", says: /size must be WIDTHxHEIGHT in pixels/, exitCode: 2 },
  resolution: { value: "sharp", says: /resolution must be one of /, exitCode: 2 },
  "profile-id": { value: "a b", says: /a b/, exitCode: 2 },
  "batch-json": { line: "config set --batch-json {", says: /JSON/, exitCode: 2 },
  "batch-file": { line: "config set --batch-file missing.json", says: /missing\.json/ },
  "ref-id": {
    line: "config set models.providers.openrouter.apiKey 1 --ref-source env --ref-id X",
    says: /no value beside it/,
    exitCode: 2,
  },
  "ref-provider": {
    line: "config set models.providers.openrouter.apiKey --ref-source env --ref-provider p",
    says: /needs --ref-id/,
    exitCode: 2,
  },
  // What is said, drawn or sung, and what only the server or the file can judge.
  system: ANY,
  message: ANY,
  prompt: ANY,
  lyrics: ANY,
  text: ANY,
  workspace: ANY,
  "gateway-token": ANY,
  "gateway-password": ANY,

  // Where the plain line is not the one to spoil.
  "tour --api-key": { ...REFUSED, stdout: /1 of 1 parts failed/ },
  "tour --base-url": { ...URL_TEXT, stdout: /1 of 1 parts failed/ },
  "onboard --openrouter-api-key": {
    line: "onboard --non-interactive --accept-risk --auth-choice openrouter-api-key --openrouter-api-key sk-or-v1-invalid-000",
    says: /refused|401|not accept/i,
  },
  "onboard --custom-base-url": {
    line: "onboard --non-interactive --accept-risk --auth-choice custom --custom-api-key k --custom-base-url nowhere",
    says: /nowhere/,
  },
  "onboard --custom-api-key": {
    line: "onboard --non-interactive --accept-risk --auth-choice custom --custom-base-url {baseUrl} --custom-api-key sk-or-v1-invalid-000",
    says: /refused|401|not accept/i,
  },
  "onboard --custom-model-id": {
    line: 'onboard --non-interactive --accept-risk --auth-choice custom --custom-base-url {baseUrl} --custom-api-key k --skip-check --custom-model-id "openrouter/a b"',
    says: /openrouter\/a b/,
  },
  "chat --voice": { line: 'chat --speak --voice nobody "Say: One."', says: /Voice "nobody" is not supported/, stdout: "One.\n" },
  "agent --voice": {
    line: 'agent --message "Say: One." --speak --voice nobody',
    says: /Voice "nobody" is not supported/,
    stdout: "One.\n",
  },
  "infer tts convert --voice": { value: "nobody", says: /Voice "nobody" is not supported/ },
  "infer image generate --api-key": { ...REFUSED, line: 'infer image generate "a dog" --api-key sk-or-v1-invalid-000' },
  "infer music generate --api-key": { ...REFUSED, line: 'infer music generate "a march" --api-key sk-or-v1-invalid-000' },
  "infer image describe --file": { ...MISSING, line: "infer image describe --file missing.png" },
  "infer image describe-many --file": { ...MISSING, line: "infer image describe-many --file missing.png" },
  "infer audio transcribe --file": { ...MISSING, line: "infer audio transcribe --file missing.png" },
  // It answers for what there is: nothing is an answer.
  "infer tts voices --model": { value: "nobody", says: /^$/, exitCode: 0, stdout: "No voices found.\n" },
  "infer tts voices --language": { value: "klingon", says: /^$/, exitCode: 0, stdout: "No voices found.\n" },
  "models list --provider": { value: "nobody", says: /^$/, exitCode: 0, stdout: "No models found.\n" },
  "models scan --provider": { value: "nobody", says: /^$/, exitCode: 0, stdout: "No free models found.\n" },
  "usage --model": { value: "nobody", says: /^$/, exitCode: 0, stdout: "Nothing was asked in the last 30 days.\n" },
  "usage --session": { value: "nobody", says: /^$/, exitCode: 0, stdout: "Nothing was asked in the last 30 days.\n" },
  // The provider's own list of languages is not known here.
  "infer audio transcribe --language": ANY,
  // Status shows what would be used, whatever it is; --probe and --check judge it.
  "models status --api-key": { line: "models status --probe --check --api-key sk-or-v1-invalid-000", says: /^/, stdout: /./ },
  "models status --auth-profile": { line: "models status --check --auth-profile openrouter:nobody", says: /^/, stdout: /./ },
  "models status --base-url": { line: "models status --probe --check --base-url nowhere", says: /^/, stdout: /./ },
  "models scan --api-key": { line: "models scan --json --yes --api-key sk-or-v1-invalid-000", says: /^/, stdout: /"selected": \[\]/ },
  "models scan --fallback": {
    line: "models scan --provider google --fallback openrouter/nobody/x",
    says: /nobody\/x/,
    exitCode: 2,
    stdout: /^Model /,
  },
  "models scan --image-fallback": {
    line: "models scan --provider google --image-fallback openrouter/nobody/x",
    says: /nobody\/x/,
    exitCode: 2,
    stdout: /^Model /,
  },
  // Its value goes to the server as it is, and the server judges it.
  "serve --host": ANY,
  "serve --webhook-url": ANY,
  "serve --public-url": ANY,
  "sandbox --host": { value: "no-such-host.invalid", says: /no-such-host\.invalid/ },
};
