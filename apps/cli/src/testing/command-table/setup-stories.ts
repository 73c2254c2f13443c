import type { Story } from "./story.js";

const SCRIPTED = "onboard --non-interactive --accept-risk";
const OLDER =
  "--mode local --flow quickstart --install-daemon --no-install-daemon --skip-daemon --skip-health --skip-channels --skip-skills --skip-search --skip-ui --skip-bootstrap";
const CHECKED = /^Key accepted: .*\n/;
const UPDATED = /^Updated ~\/\.openclaw\/openclaw\.json\n/;
const MINI = "openrouter/openai/gpt-4o-mini";
const FREE = "openrouter/google/gemma-4-31b-it:free";

/** onboard and models. */
export const SETUP_STORIES: readonly Story[] = [
  {
    name: "onboarding",
    steps: [
      {
        line: `${SCRIPTED} --auth-choice openrouter-api-key --openrouter-api-key sk-or-v1-SYNTHETIConboard000000000 --secret-input-mode plaintext --model ${MINI} --workspace ./work --gateway-port 18800 --gateway-bind loopback --gateway-auth token --gateway-token SYNTHETICtoken000 --json`,
        json: { ok: true, workspace: "./work", defaultModel: MINI, gateway: { port: 18800, bind: "loopback", authMode: "token" } },
        stderr: CHECKED,
        writes: ".openclaw/agents/main/agent/auth-profiles.json",
      },
      {
        line: `${SCRIPTED} --auth-choice skip --gateway-auth password --gateway-password SYNTHETICpass00`,
        stdout: /^Default model: /,
        stderr: UPDATED,
      },
      {
        line: `${SCRIPTED} --auth-choice custom --custom-base-url {baseUrl} --custom-api-key sk-or-v1-SYNTHETICcustom000 --custom-model-id openrouter/auto --skip-check ${OLDER}`,
        stdout: /^Key: from --custom-api-key, .*\nDefault model: openrouter\/auto\n/,
        stderr: UPDATED,
      },
      {
        line: `${SCRIPTED} --auth-choice token --token sk-or-v1-SYNTHETICtoken000000 --token-provider openrouter`,
        stdout: /^Key: from --openrouter-api-key, /,
        stderr: CHECKED,
      },
      {
        line: `${SCRIPTED} --auth-choice openrouter-oauth --paste`,
        exitCode: 2,
        stderr: /^Open this address [^]*There is no code in that\./,
      },
    ],
  },
  {
    name: "models",
    steps: [
      { line: "models status --plain", stdout: "openrouter/auto\n" },
      { line: "models status --check", stdout: /^Config +: / },
      { line: "models status --probe --json", json: { defaultModel: "openrouter/auto", fallbacks: [] } },
      {
        line: "models list --plain --all --provider openai --input image --output text --tools --context 100000 --max-price 1",
        stdout: `${MINI}\nopenrouter/openai/gpt-5-nano\n`,
      },
      { line: "models list --all --reasoning --free --local", stdout: "No models found.\n" },
      { line: "models list kimi --refresh --json", json: { count: 6 } },
      { line: `models set ${MINI}`, stdout: `Default model: ${MINI}\n`, stderr: UPDATED },
      {
        line: "models set-image openrouter/openai/gpt-5-image-mini --for making",
        stdout: "Image generation model: openrouter/openai/gpt-5-image-mini\n",
        stderr: UPDATED,
      },
      {
        line: "models set-video openrouter/google/veo-3.1",
        stdout: "Video generation model: openrouter/google/veo-3.1\n",
        stderr: UPDATED,
      },
      { line: `models aliases add mini ${MINI}`, stdout: `Alias mini -> ${MINI}\n`, stderr: UPDATED },
      { line: "models aliases list", stdout: `Aliases (1):\n- mini -> ${MINI}\n` },
      { line: "models aliases list --plain", stdout: `mini ${MINI}\n` },
      { line: "models aliases remove mini", stdout: /mini/, stderr: UPDATED },
      { line: `models fallbacks add ${MINI}`, stdout: `Fallbacks (1):\n- ${MINI}\n`, stderr: UPDATED },
      { line: "models fallbacks list", stdout: `Fallbacks (1):\n- ${MINI}\n` },
      { line: `models fallbacks remove ${MINI}`, stdout: "Fallbacks (0):\n- none\n", stderr: UPDATED },
      { line: "models fallbacks clear", stdout: "Fallbacks (0):\n- none\n", stderr: /already says so/ },
    ],
  },
  {
    name: "a scan",
    steps: [
      {
        line: "models scan --no-probe --min-params 1 --max-age-days 100000 --max-candidates 2",
        stdout: /^Model +Ctx .*\n(?:openrouter\/\S+:free .*\n){2}$/,
      },
      {
        line: "models scan --yes --json --base-url {baseUrl} --api-key sk-or-v1-SYNTHETICscan0000000 --provider google --max-candidates 2 --timeout 5000 --concurrency 2 --set-default --set-image",
        json: { setDefault: true, setImage: true },
      },
      {
        line: `models scan --json --provider google --fallback ${FREE} --image-fallback ${FREE}`,
        json: { selected: [FREE], selectedImages: [FREE] },
      },
    ],
  },
  {
    name: "stored keys",
    steps: [
      {
        line: "models auth login --provider openrouter --method api-key --profile-id openrouter:work --set-default --secret-input-mode plaintext",
        stdin: "sk-or-v1-SYNTHETICwork0000000\n",
        stdout: /^Stored: openrouter:work \(\S+\)\n$/,
        stderr: CHECKED,
      },
      {
        line: "models auth login --method api-key --skip-check --base-url {baseUrl} --json",
        stdin: "sk-or-v1-SYNTHETIChome0000000\n",
        json: { ok: true, profileId: "openrouter:default", method: "api-key" },
      },
      {
        line: "models auth login --paste --port 3111 --no-browser",
        stdin: "http://localhost:3111/x?code=1&state=2\n",
        exitCode: 2,
        stderr: /localhost%3A3111[^]*openclaw: /,
      },
      {
        line: "models auth list --provider openrouter",
        stdout: /^openrouter:work {2}api_key {2}file {2}\S+\nopenrouter:default .*\n$/,
      },
      {
        line: "models auth order set openrouter:work openrouter:default --provider openrouter",
        stdout: "openrouter:work, openrouter:default\n",
      },
      { line: "models auth order get --provider openrouter", stdout: "openrouter:work, openrouter:default\n" },
      { line: "models auth order clear --provider openrouter", stdout: "The order of the config.\n" },
      { line: "models auth logout openrouter:work --provider openrouter", stdout: "Removed: openrouter:work\n" },
    ],
  },
];
