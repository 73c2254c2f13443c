import type { StoredProfile } from "@openclaw/config";
import type { LoadedConfig } from "@openclaw/config/node";
import type { Secret } from "@openclaw/core";
import type { AuthChoice } from "./auth-choices.js";

/** Everything onboarding has found out; nothing is written before it is complete. */
export interface OnboardPlan {
  readonly choice: AuthChoice;
  /** Absent: no credential is stored, because one is kept or none is wanted. */
  readonly profile?: StoredProfile;
  /** The key goes into the operating system's keyring, and only a note of that into the profile store (KEY-3). */
  readonly inKeyring?: boolean;
  /** For the check; absent when there is nothing to check. */
  readonly key?: Secret;
  /** `null` takes the configured one away. */
  readonly baseUrl?: string | null;
  /** Absent: what is set stays. */
  readonly model?: string;
  readonly workspace?: string;
  readonly gateway: {
    readonly port?: number;
    readonly bind?: string;
    readonly auth?: "token" | "password";
    readonly token?: string;
    readonly password?: string;
  };
}

export const PROFILE_ID = "openrouter:default";
const DEFAULT_MODEL = "openrouter/auto";

type Settings = Readonly<Record<string, unknown>>;

/** The config patch of onboarding (CLI-1, as in OpenClaw): what is there is kept, what is missing is filled in. The key is not in it (KEY-3). */
export function configPatch(
  plan: OnboardPlan,
  current: LoadedConfig,
  facts: { readonly version: string; readonly nowMs: number; readonly randomToken: () => string },
): Settings {
  const { config } = current;
  const { defaults } = config.agents;
  const model = plan.model ?? (defaults.model?.primary === undefined ? DEFAULT_MODEL : undefined);
  const aliasFree = !Object.values(defaults.models ?? {}).some(({ alias }) => alias?.toLowerCase() === "openrouter");
  const autoEntry = model === DEFAULT_MODEL && aliasFree ? { [DEFAULT_MODEL]: { alias: "OpenRouter" } } : {};
  const models = { ...(model === undefined ? {} : { [model]: {} }), ...autoEntry };
  const usesOpenRouter = plan.profile !== undefined;
  return {
    agents: {
      defaults: {
        ...(plan.workspace === undefined ? {} : { workspace: plan.workspace }),
        ...(Object.keys(models).length === 0 ? {} : { models }),
        ...(model === undefined ? {} : { model: { primary: model } }),
      },
    },
    ...(plan.baseUrl === undefined ? {} : { models: { providers: { openrouter: { baseUrl: plan.baseUrl } } } }),
    ...(usesOpenRouter ? { auth: { profiles: { [PROFILE_ID]: { provider: "openrouter", mode: "api_key" } } } } : {}),
    plugins: { entries: { openrouter: { enabled: true } } },
    gateway: gatewayPatch(plan, current, facts.randomToken),
    wizard: {
      lastRunAt: new Date(facts.nowMs).toISOString(),
      lastRunVersion: facts.version,
      lastRunCommand: "onboard",
      lastRunMode: "local",
    },
  };
}

function gatewayPatch({ gateway }: OnboardPlan, { config, document }: LoadedConfig, randomToken: () => string): Settings {
  const { port, bind, auth } = config.gateway;
  const isSet = (name: string): boolean => Object.hasOwn((document as { gateway?: Settings }).gateway ?? {}, name);
  const wanted = gateway.auth ?? (gateway.password === undefined ? undefined : "password") ?? auth.mode ?? "token";
  const secret =
    wanted === "password"
      ? gateway.password === undefined
        ? {}
        : { password: gateway.password }
      : wanted === "token" && (gateway.token !== undefined || auth.token === undefined)
        ? { token: gateway.token ?? randomToken() }
        : {};
  return {
    ...(config.gateway.mode === undefined ? { mode: "local" } : {}),
    ...(gateway.port !== undefined || !isSet("port") ? { port: gateway.port ?? port } : {}),
    ...(gateway.bind !== undefined || !isSet("bind") ? { bind: gateway.bind ?? bind } : {}),
    auth: { mode: wanted, ...secret },
  };
}
