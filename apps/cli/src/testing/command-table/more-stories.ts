import type { Story } from "./story.js";

const CHANGED = /^Updated ~\/\.openclaw\/openclaw\.json\n[-+] /;
const WOULD = /^~\/\.openclaw\/openclaw\.json would change; nothing was written\.\n/;
const THINKING = "agents.defaults.thinkingDefault";
const MODELS = "agents.defaults.models";

/** config, doctor, sessions, usage and what serves. */
export const MORE_STORIES: readonly Story[] = [
  {
    name: "the config",
    config: "// mine\n{ agents: { defaults: { thinkingDefault: 'low' } } }\n",
    steps: [
      { line: `config get ${THINKING}`, stdout: "low\n" },
      { line: `config set ${THINKING} high`, stdout: `Updated ${THINKING}.\n`, stderr: CHANGED },
      {
        line: `config set ${THINKING} '"low"' --strict-json --json`,
        json: { ok: true, written: true, changes: [{ before: "high", after: "low" }] },
      },
      { line: `config set ${MODELS} '{"openrouter/auto":{alias:"a"}}' --merge`, stdout: `Updated ${MODELS}.\n`, stderr: CHANGED },
      { line: `config set ${MODELS} '{"openrouter/auto":{}}' --replace --force`, stdout: `Updated ${MODELS}.\n`, stderr: CHANGED },
      { line: `config set ${THINKING} high --dry-run`, stderr: WOULD },
      {
        line: "config set models.providers.openrouter.apiKey --ref-source env --ref-provider default --ref-id WORK_KEY",
        stdout: "Updated models.providers.openrouter.apiKey.\n",
        stderr: CHANGED,
      },
      {
        line: `config set --batch-json '[{"path":"${THINKING}","value":"high"}]'`,
        stdout: `Updated ${THINKING}.\n`,
        stderr: CHANGED,
      },
      { line: "config set --batch-file batch.json", stdout: `Updated ${THINKING}.\n`, stderr: CHANGED },
      { line: `config unset ${THINKING} --dry-run`, stdout: `Would remove ${THINKING}.\n`, stderr: WOULD },
      { line: `config unset ${THINKING} --force`, stdout: `Removed ${THINKING}.\n`, stderr: CHANGED },
      { line: "config validate", stdout: "Config valid: ~/.openclaw/openclaw.json\n" },
      { line: "config explain models.providers", stdout: /models\.providers\.openrouter\.apiKey\.source +"env" +\S+openclaw\.json:\d+\n/ },
      { line: "config schema", json: { title: "openclaw.json", type: "object" } },
      { line: "config file", stdout: /\/\.openclaw\/openclaw\.json\n$/ },
      { line: "config file --profile work", stdout: /\/\.openclaw-work\/openclaw\.json\n$/ },
      { line: "config file --dev", stdout: /\/\.openclaw-dev\/openclaw\.json\n$/ },
      { line: "config file --config other.json5", stdout: /\/other\.json5\n$/ },
      { line: "doctor --no-color --offline", stdout: "Everything is as it should be.\n", stderr: /^(?:ok .*\n)+$/ },
      { line: "doctor --fix --json", json: { ok: true, findings: [] } },
      { line: "doctor --repair -q", stdout: "Everything is as it should be.\n", stderr: "" },
    ],
  },
  {
    name: "conversations and what they cost",
    steps: [
      { line: 'chat -q --session trip "echo: rainbow"', stdout: "rainbow\n" },
      { line: "sessions list --plain", stdout: "trip\n" },
      { line: "sessions list", stdout: /^Name .*\ntrip .* echo: rainbow\n$/ },
      { line: "sessions show trip", stdout: "## You\n\necho: rainbow\n\n## Answer (sandbox/guide)\n\nrainbow\n" },
      { line: "sessions search rainbow", stdout: "trip:1 user: echo: rainbow\ntrip:2 assistant: rainbow\n" },
      { line: "sessions export trip --format json", json: { name: "trip", messages: [{ role: "user" }, { role: "assistant" }] } },
      { line: "sessions export trip -o trip.md", stderr: "Written to trip.md\n", writes: "trip.md" },
      { line: "sessions export trip -o trip.md --force --json", json: { ok: true } },
      { line: "usage", stdout: /^Day .*\n\d{4}-.*\n1 turn · 6 in · 2 out · \$0\n/ },
      { line: "usage --by model --days 7 -m guide --session trip", stdout: /^Model .*\nsandbox\/guide +1 / },
      { line: "sessions delete trip", stdout: "Deleted: trip\n" },
    ],
  },
  {
    name: "the shell, the server, the sandbox and the tour",
    steps: [
      { line: "completion bash", stdout: /^# bash completion/ },
      { line: "completion --words -- mod", stdout: "models\n" },
      {
        line: "serve --host ::1 --port 0 --workers 2 --webhook-url http://h/x --public-url http://p/ --sessions-by-user --log-prompts -- --more x",
        starts:
          /openclaw-server\.js --host=::1 --port=0 --workers=2 --webhook-url=http:\/\/h\/x --public-url=http:\/\/p\/ --sessions-by-user --log-prompts --more x$/,
      },
      {
        line: "sandbox --port 0 --host 127.0.0.1",
        endsAt: /OPENROUTER_BASE_URL/,
        stdout: /^Sandbox at http:\/\/127\.0\.0\.1:\d+\/api\/v1\n/,
        stderr: "\nCtrl-C stops it.\n",
      },
      { line: "sandbox --json", endsAt: /\}/, json: { ok: true } },
      { line: "tour --skip video --skip speech --skip image", stdout: /^Using http\S+ .*\n[^]*1\/1 Chat/ },
      { line: "--version", stdout: "0.0.0-source\n" },
      { line: "models list --version", stdout: "0.0.0-source\n" },
      { line: "models list -h", stdout: /^openclaw models list: / },
    ],
  },
];
