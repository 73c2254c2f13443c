import { chmod, stat } from "node:fs/promises";
import { platform } from "node:os";
import type { InspectedFile } from "@openclaw/config/node";
import { ToolkitError } from "@openclaw/core";
import { listJobs } from "@openclaw/media/node";
import { describeKey } from "../account/describe-key.js";
import { readKeyInfo } from "../account/read-key-info.js";
import type { Context } from "../context.js";
import type { Check, Finding } from "./finding.js";

/** What doctor looks at, the ground first: what cannot be read makes the later checks moot. */
export function doctorChecks(context: Context, inspected: InspectedFile): readonly Check[] {
  const usable = inspected.loaded !== undefined;
  return [
    { id: "config.valid", looksAt: "the config file", run: async () => configFindings(inspected) },
    { id: "state.permissions", looksAt: "who may read config and keys", run: () => permissionFindings(inspected) },
    ...(usable
      ? ([
          { id: "auth.key", looksAt: "a key to ask with", run: () => keyFindings(context) },
          { id: "auth.accepted", looksAt: "whether the server takes the key", online: true, run: () => acceptedFindings(context) },
          { id: "catalog.reachable", looksAt: "the model catalogue", online: true, run: () => catalogFindings(context) },
          { id: "jobs.pending", looksAt: "paid video jobs without a file", run: () => jobFindings(inspected.stateDir) },
        ] as const)
      : []),
  ];
}

function configFindings({ path, exists, issues, warnings }: InspectedFile): readonly Finding[] {
  if (!exists) return [{ checkId: "config.valid", severity: "info", message: "There is no config file; the defaults hold.", path }];
  return [
    ...issues.map(({ path: where, message, line }): Finding => {
      const place = line === undefined ? path : `${path}:${line}`;
      return { checkId: "config.valid", severity: "error", message: where === "" ? message : `${where}: ${message}`, path: place };
    }),
    ...warnings.map(({ message }): Finding => ({ checkId: "config.valid", severity: "info", message, path })),
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
  const { warnings } = await (await context.catalog()).all({ network: "always" });
  return warnings.map(({ message }) => ({ checkId: "catalog.reachable", severity: "warning", message }));
}

async function jobFindings(stateDir: string): Promise<readonly Finding[]> {
  const open = (await listJobs({ stateDir })).filter(({ state }) => state === "submitted" || state === "outcome-unknown");
  return open.map(({ id, advice, state }) => ({
    checkId: "jobs.pending",
    severity: "warning",
    message: advice ?? `The video job ${id} is ${state}.`,
    fixHint: `openclaw infer video resume ${id}`,
  }));
}

function fromError(checkId: string, severity: Finding["severity"], error: unknown): Finding {
  if (!ToolkitError.isInstance(error)) throw error;
  return { checkId, severity, message: error.message, ...(error.hint === undefined ? {} : { fixHint: error.hint }) };
}
