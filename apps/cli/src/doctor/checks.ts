import { chmod, stat } from "node:fs/promises";
import { platform } from "node:os";
import type { InspectedFile } from "@openclaw/config/node";
import { DEFAULT_TIMEOUTS, endpointUrl, resolveEndpoint, sendJson, ToolkitError } from "@openclaw/core";
import { type JobRecord, listJobs } from "@openclaw/media/node";
import { describeKey } from "../account/describe-key.js";
import { readKeyInfo } from "../account/read-key-info.js";
import type { Context } from "../context.js";
import { JOB_KINDS, jobGroup } from "../make/job-group.js";
import { cliHint, cliWords } from "../output/cli-hint.js";
import { configFindings, createMend, spellingFindings } from "./config-findings.js";
import type { Check, Finding } from "./finding.js";
import { modelFindings } from "./model-findings.js";

/** What doctor looks at, the ground first: what cannot be read makes the later checks moot. */
export function doctorChecks(context: Context, inspected: InspectedFile): readonly Check[] {
  const usable = inspected.loaded !== undefined;
  const mend = createMend(context, inspected);
  return [
    { id: "config.valid", looksAt: "the config file", run: async () => configFindings(inspected, mend) },
    { id: "config.spelling", looksAt: "keys in their older spelling", run: () => spellingFindings(context, mend) },
    { id: "state.permissions", looksAt: "who may read config and keys", run: () => permissionFindings(inspected) },
    ...(usable
      ? ([
          { id: "auth.key", looksAt: "a key to ask with", run: () => keyFindings(context) },
          { id: "auth.accepted", looksAt: "whether the server takes the key", online: true, run: () => acceptedFindings(context) },
          { id: "catalog.reachable", looksAt: "the model catalogue", online: true, run: () => catalogFindings(context) },
          { id: "models.known", looksAt: "whether the chosen models exist", online: true, run: () => modelFindings(context) },
          { id: "catalog.fresh", looksAt: "the stored catalogue's age", run: () => staleFindings(context) },
          { id: "network.proxy", looksAt: "proxies", run: () => proxyFindings(context) },
          { id: "clock", looksAt: "the clock", online: true, run: () => clockFindings(context) },
          { id: "jobs.pending", looksAt: "what is paid for and has no file", run: () => jobFindings(inspected.stateDir) },
        ] as const)
      : []),
  ];
}

async function permissionFindings({ stateDir, path, agentDir }: InspectedFile): Promise<readonly Finding[]> {
  // Windows keeps its permissions elsewhere.
  if (platform() === "win32") return [];
  const wanted = [
    [stateDir, 0o700],
    [path, 0o600],
    [`${agentDir}/auth-profiles.json`, 0o600],
  ] as const;
  const found: Finding[] = [];
  for (const [file, mode] of wanted) {
    const facts = await stat(file).catch(() => undefined);
    if (facts === undefined || (facts.mode & 0o077) === 0) continue;
    found.push({
      checkId: "state.permissions",
      severity: "warning",
      message: `Others on this machine may read it (mode ${(facts.mode & 0o777).toString(8)}).`,
      path: file,
      fixHint: `chmod ${mode.toString(8)} ${file}`,
      fix: () => chmod(file, mode),
    });
  }
  return found;
}

async function keyFindings(context: Context): Promise<readonly Finding[]> {
  try {
    await context.credentials("chat");
    return [];
  } catch (error) {
    return [fromError("auth.key", "error", error)];
  }
}

async function acceptedFindings(context: Context): Promise<readonly Finding[]> {
  const [credential] = await context.credentials("chat").catch(() => []);
  if (credential === undefined) return [];
  const { baseUrl } = (await context.config()).config.models.providers.openrouter;
  try {
    const options = { transport: await context.transport(), signal: context.io.signal };
    const info = await readKeyInfo({ apiKey: credential.secret, baseUrl }, options);
    const empty = (info.limitRemainingUsd ?? Infinity) <= 0 || (info.balanceUsd ?? Infinity) <= 0;
    if (!empty) return [];
    const hint = "Add credits at https://openrouter.ai/credits, or raise the key's limit.";
    return [{ checkId: "auth.accepted", severity: "warning", message: `Nothing is left to spend: ${describeKey(info)}.`, fixHint: hint }];
  } catch (error) {
    return [fromError("auth.accepted", "error", error)];
  }
}

async function catalogFindings(context: Context): Promise<readonly Finding[]> {
  try {
    const { warnings } = await (await context.catalog()).all({ network: "always" });
    return warnings.map(({ message }) => ({ checkId: "catalog.reachable", severity: "warning", message }));
  } catch (error) {
    return [fromError("catalog.reachable", "error", error)];
  }
}

const STALE_MS = 7 * 24 * 3_600_000;

async function staleFindings(context: Context): Promise<readonly Finding[]> {
  // What keeps the catalogue from being opened, the checks of proxy and server say.
  const catalog = await context.catalog().catch(() => undefined);
  if (catalog === undefined) return [];
  const { fetchedAtMs } = await catalog.all({ network: "never" });
  const ageMs = fetchedAtMs === undefined ? 0 : context.io.now() - fetchedAtMs;
  if (ageMs <= STALE_MS) return [];
  return [
    {
      checkId: "catalog.fresh",
      severity: "warning",
      message: `The stored model catalogue is ${Math.floor(ageMs / 86_400_000)} days old: prices and models may have changed.`,
      fixHint: "openclaw models list --refresh",
      fix: async () => void (await catalog.all({ network: "always" })),
    },
  ];
}

const PROXIES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] as const;

/** A proxy is no fault; one whose address cannot be read is. The address may hold a password and is not shown. */
async function proxyFindings(context: Context): Promise<readonly Finding[]> {
  const { values } = (await context.config()).environment;
  return PROXIES.flatMap((name): Finding[] => {
    const address = values[name]?.trim() ?? "";
    if (address === "") return [];
    if (URL.canParse(address))
      return [{ checkId: "network.proxy", severity: "info", message: `Requests go through the proxy of ${name}.` }];
    const fixHint = `Write it as http://host:port, or unset ${name}.`;
    return [{ checkId: "network.proxy", severity: "error", message: `${name} is not the address of a proxy.`, fixHint }];
  });
}

const MAX_SKEW_MS = 120_000;

/** A clock that is far off makes certificates and expiries look wrong. */
async function clockFindings(context: Context): Promise<readonly Finding[]> {
  const { baseUrl } = (await context.config()).config.models.providers.openrouter;
  try {
    const transport = await context.transport();
    const plan = {
      method: "GET",
      url: endpointUrl(resolveEndpoint(baseUrl), "/models/count"),
      headers: {},
      warnings: [],
      steps: [],
    } as const;
    const { headers } = await sendJson(
      plan,
      { endpoint: resolveEndpoint(baseUrl), timeouts: DEFAULT_TIMEOUTS },
      { transport, signal: context.io.signal, totalMs: 10_000 },
    );
    const theirs = Date.parse(headers.get("date") ?? "");
    const skewMs = context.io.now() - theirs;
    if (Number.isNaN(skewMs) || Math.abs(skewMs) <= MAX_SKEW_MS) return [];
    const message = `The clock is ${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? "ahead of" : "behind"} the server's.`;
    return [{ checkId: "clock", severity: "warning", message, fixHint: "Set the clock, or switch its synchronisation on." }];
  } catch (error) {
    // That the server cannot be reached, another check says.
    if (ToolkitError.isInstance(error)) return [];
    throw error;
  }
}

async function jobFindings(stateDir: string): Promise<readonly Finding[]> {
  const jobs = (await Promise.all(JOB_KINDS.map((kind) => listJobs({ stateDir, kind })))).flat();
  return jobs.filter(canGoOn).map(({ id, kind, advice, state }) => ({
    checkId: "jobs.pending",
    severity: "warning",
    message: `${id} is ${state}.${advice === undefined ? "" : ` ${cliWords(advice)}`}`,
    fixHint: `openclaw infer ${jobGroup(kind)} resume ${id}`,
  }));
}

/** Of a picture whose answer nobody saw there is nothing to go on with. */
function canGoOn({ kind, state }: JobRecord): boolean {
  return state === "submitted" || state === "partial" || state === "received" || (kind === "video" && state === "outcome-unknown");
}

function fromError(checkId: string, severity: Finding["severity"], error: unknown): Finding {
  if (!ToolkitError.isInstance(error)) throw error;
  const fixHint = cliHint(error);
  return { checkId, severity, message: error.message, ...(fixHint === undefined ? {} : { fixHint }) };
}
