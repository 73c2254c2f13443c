import { isUnusedKey } from "./unused-keys.js";

// What a key does, where the schema beside its check does not say it. Kept apart, so that checking a file does not load it. `*` is any
// name of a map or any position of a list; the two spellings of `tts` and the media lists share theirs.
const TLS: Readonly<Record<string, string>> = {
  ca: "Certificates to trust, as PEM.",
  cert: "The client's own certificate, as PEM.",
  key: "Its key, as PEM.",
  passphrase: "What opens that key.",
  serverName: "The name that the server's certificate must have.",
  insecureSkipVerify: "True trusts any certificate: whoever is in between reads the key.",
};

const ROW: Readonly<Record<string, string>> = {
  id: "The API's own id of the model, or its whole reference.",
  name: "As it is shown.",
  reasoning: "Whether it thinks.",
  input: "What it takes.",
  "cost.input": "USD per million tokens.",
  "cost.output": "USD per million tokens.",
  "cost.cacheRead": "USD per million tokens.",
  "cost.cacheWrite": "USD per million tokens.",
  contextWindow: "In tokens; contextTokens is stronger.",
  contextTokens: "Tokens of the window that may be used.",
  maxTokens: "The longest answer, in tokens.",
  headers: "Headers sent with requests to this model.",
  params: "Parameters of this model, below those of agents.defaults.",
  "compat.openRouterRouting": "OpenRouter's own provider routing (order, only, zdr, max_price …) for this model, checked name by name.",
};

const TTS: Readonly<Record<string, string>> = {
  mode: "final: only the last words of a turn; all: what is said between tools too.",
  provider: "There is one: openrouter.",
  persona: "The name of one of personas.",
  summaryModel: "Shortens an answer that is too long to be spoken; without it the chat model.",
  "modelOverrides.enabled": "Whether [[tts:…]] in an answer counts at all.",
  "modelOverrides.allowProvider": "Whether such a directive may name a provider.",
  "modelOverrides.allowText": "Whether it may give words that are spoken and not shown.",
  "modelOverrides.allowVoice": "Whether it may name a voice.",
  "modelOverrides.allowModelId": "Whether it may name a model.",
  "providers.openrouter.baseUrl": "Where speech is asked for, if not where everything is.",
  "providers.openrouter.modelId": "Older spelling of model.",
  "providers.openrouter.voiceId": "Older spelling of voice.",
  "providers.openrouter.speakerVoice": "Another spelling of voice.",
  "providers.openrouter.speed": "1 is normal.",
  maxTextLength: "The most characters of an answer that are spoken; a longer one is shortened first.",
  timeoutMs: "The longest one request for speech may take.",
  prefsPath: "The file of speech preferences; settings/tts.json in the state folder.",
};

const MEDIA_MODEL: Readonly<Record<string, string>> = {
  provider: "There is one: openrouter. Entries of others are passed over.",
  model: "The API's own id of the model.",
  capabilities: "What an entry of the shared list is for.",
  type: "Entries of the type cli are passed over.",
};

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  "env.vars.*": "Such as OPENROUTER_API_KEY.",
  "env.*": "Such as OPENROUTER_API_KEY.",
  "env.shellEnv.enabled": "Take keys that are missing from the login shell.",
  "env.shellEnv.timeoutMs": "How long that may take.",
  "agents.defaults.mediaModels.image": "Makes images.",
  "agents.defaults.mediaModels.video": "Makes videos.",
  "agents.defaults.mediaModels.music": "Makes music.",
  "agents.entries.*.id": "The agent's name, if not that of the entry.",
  ...below("models.providers.openrouter", {
    "attribution.referer": "The HTTP-Referer header; https://openclaw.ai.",
    "attribution.title": "The X-OpenRouter-Title header; OpenClaw.",
    "attribution.categories": "The X-OpenRouter-Categories header; cli-agent.",
    "request.headers.*": "Stronger than headers.",
    "request.auth.mode": "provider-default, authorization-bearer with token, or header with headerName and value.",
    "request.auth.headerName": "The header that carries the key.",
    "request.auth.prefix": "What stands before the key in it.",
    "request.proxy.mode": "env-proxy: as HTTPS_PROXY says; explicit-proxy: by url.",
    "request.proxy.url": "The proxy's address.",
    ...below("request.tls", TLS),
    "request.allowPrivateNetwork": "URLs that you or the provider name may lead into the local network. What a model names may not.",
    ...below("models.*", ROW),
  }),
  "auth.profiles.*.provider": "Whose key it is.",
  "auth.profiles.*.mode": "Of what kind the key is; told, not used.",
  "auth.profiles.*.email": "Whose account it is; told, not used.",
  "auth.order.*": "The profiles of this provider in the order of their use; others are not used.",
  "auth.keyring": "Keep keys that are stored from now on in the operating system's keyring.",
  "secrets.providers.*": "{source: env, file or exec, …}: where references of this name look.",
  "secrets.defaults.env": "The provider of references that name none.",
  "secrets.defaults.file": "The provider of references that name none.",
  "secrets.defaults.exec": "The provider of references that name none.",
  ...below("tts", TTS),
  ...below("messages.tts", TTS),
  "tools.media.models": "Models for several kinds of media, by their capabilities.",
  ...below("tools.media.models.*", MEDIA_MODEL),
  ...below("tools.media.audio.models.*", MEDIA_MODEL),
  ...below("tools.media.image.models.*", MEDIA_MODEL),
  "tools.media.concurrency": "How many images are described at once.",
  ...below("tools.media.audio", {
    enabled: "False: voice notes are handed on as they are.",
    language: "What is spoken, such as en.",
    maxBytes: "The most bytes of one request; a longer recording is cut.",
    timeoutSeconds: "The longest one request may take.",
    echoTranscript: "Say on stderr what was heard.",
    echoFormat: "How that is said; {transcript} stands for the words.",
  }),
  "tools.media.image.prompt": "What is asked about an image.",
  "tools.media.image.timeoutSeconds": "The longest one request may take.",
  ...below("gateway", {
    mode: "Written by onboarding, for OpenClaw; the server runs with either.",
    customBindHost: 'The address for bind "custom".',
    "auth.mode": "Who may call: anybody on this machine, holders of the token or password, or users whom a proxy names.",
    "auth.trustedProxy.userHeader": "The header in which the proxy names the user.",
    "auth.trustedProxy.requiredHeaders": "Headers that the proxy must have set, too.",
    "auth.trustedProxy.allowUsers": "Only these users; without it, everybody whom the proxy names.",
    "auth.trustedProxy.allowLoopback": "The proxy runs on this machine.",
    "http.endpoints.chatCompletions.enabled": "false: /chat/completions is not served.",
    "http.endpoints.responses.enabled": "false: /responses is not served.",
    "http.endpoints.chatCompletions.maxBodyBytes": "The largest JSON body of a chat request. Default 20 MiB.",
    trustedProxies: "Addresses and networks of proxies that are believed.",
    allowRealIpFallback: "Believe x-real-ip of such a proxy where it sends no x-forwarded-for.",
    "controlUi.enabled": "false: the page is not served.",
    "controlUi.allowedOrigins": "Origins of other web pages that may call the server.",
  }),
};

/** The words for keys that are known and do nothing here. */
const UNUSED = "Checked, and not used here.";

/** What the key at a path of the schema does, where this file says it. */
export function keyDescription(path: readonly string[]): string | undefined {
  return isUnusedKey(path) ? UNUSED : DESCRIPTIONS[path.join(".")];
}

function below(path: string, descriptions: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(descriptions).map(([name, text]) => [`${path}.${name}`, text]));
}
