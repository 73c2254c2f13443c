import { formatPath, type ConfigPath } from "../path/config-path.js";

// Keys of OpenClaw that are checked, so that a mistake in them is found, and that nothing in this toolkit reads. `*` is any name or position.
const MEDIA_MODEL = ["prompt", "language", "maxBytes", "maxChars", "timeoutSeconds", "profile", "preferredProfile", "baseUrl", "headers"];
const MEDIA_MODEL_LISTS = ["tools.media.models", "tools.media.audio.models", "tools.media.image.models"];
const MODEL_OVERRIDES = ["allowVoiceSettings", "allowNormalization", "allowSeed"];
const PROVIDER = "models.providers.openrouter";

const UNUSED_KEYS: readonly string[] = [
  ...["pdfModel", "utilityModel", "decisionModel", "mediaGenerationAutoProviderFallback", "timeoutSeconds", "mediaMaxMb"].map(
    (name) => `agents.defaults.${name}`,
  ),
  ...["defaults", "entries.*", "list.*"].map((agent) => `agents.${agent}.models.*.streaming`),
  ...["entries.*.tts", "list.*.tts"].map((name) => `agents.${name}`),
  "models.mode",
  ...["api", "authHeader", "maxTokens", "contextWindow", "contextTokens", "request.proxy.tls", "models.*.api"].map(
    (name) => `${PROVIDER}.${name}`,
  ),
  "auth.cooldowns",
  "secrets.defaults.store",
  ...["tts", "messages.tts"].flatMap((tts) => MODEL_OVERRIDES.map((name) => `${tts}.modelOverrides.${name}`)),
  ...MEDIA_MODEL_LISTS.flatMap((list) => MEDIA_MODEL.map((name) => `${list}.*.${name}`)),
  ...["prompt", "maxChars"].map((name) => `tools.media.audio.${name}`),
  ...["enabled", "language", "maxBytes", "maxChars", "echoTranscript", "echoFormat"].map((name) => `tools.media.image.${name}`),
  "tools.media.video",
  "gateway.auth.allowTailscale",
  ...["maxImageParts", "maxTotalImageBytes", "images"].map((name) => `gateway.http.endpoints.chatCompletions.${name}`),
  ...["maxBodyBytes", "maxUrlParts", "files", "images"].map((name) => `gateway.http.endpoints.responses.${name}`),
  "gateway.http.securityHeaders",
  ...["basePath", "root"].map((name) => `gateway.controlUi.${name}`),
  "gateway.tls",
  "gateway.tools",
];

type Node = Map<string, Node>;
const ROOT: Node = new Map();
for (const key of UNUSED_KEYS) {
  let node = ROOT;
  for (const part of key.split(".")) {
    const next: Node = node.get(part) ?? new Map<string, Node>();
    node.set(part, next);
    node = next;
  }
}

/** True for a path of the schema, names of a map and positions of a list being `*`, that nothing here reads. */
export function isUnusedKey(path: readonly string[]): boolean {
  let node: Node | undefined = ROOT;
  for (const part of path) node = node?.get(part);
  return node?.size === 0;
}

/** The keys of a file that are checked and that nothing here reads, the outermost of each (CFG-4). */
export function unusedKeys(document: unknown): readonly string[] {
  return find(document, ROOT, []).map(formatPath);
}

function find(value: unknown, node: Node, path: ConfigPath): readonly ConfigPath[] {
  if (node.size === 0) return [path];
  if (typeof value !== "object" || value === null) return [];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([name, inner]) => {
    const next = node.get(String(name)) ?? node.get("*");
    return next === undefined ? [] : find(inner, next, [...path, name]);
  });
}
