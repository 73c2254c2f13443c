import { Refusal } from "../errors/refusal.js";

/** Which model a request asks for, in the terms of the configuration (SRV-2). */
export interface ModelChoice {
  /** A ref, an API id or an alias; absent: what is configured. */
  readonly model?: string;
  /** In place of the configured fallbacks. */
  readonly fallbacks?: readonly string[];
  /** An id under `agents.entries`. */
  readonly agent?: string;
}

const AGENT = /^(?:openclaw[/:]|agent:)(.+)$/i;
const MAX_MODELS = 16;

/**
 * Reads a request's `model` and `models`: `openclaw` and `openclaw/default` are the configured chain, `openclaw/<agent>` the chain of an
 * agent, anything else names a model. `header` is `x-openclaw-model`, which names the model behind `openclaw`.
 *
 * @throws Refusal for too many models, or a model that is blank
 */
export function readModelChoice(given: {
  readonly model?: string | undefined;
  readonly models?: readonly string[] | undefined;
  readonly header?: string | undefined;
  readonly agents?: readonly string[];
}): ModelChoice {
  const named = [...(given.model === undefined ? [] : [given.model]), ...(given.models ?? [])].map((text) => text.trim());
  if (named.length > MAX_MODELS) throw refused(`At most ${MAX_MODELS} models can be named.`);
  if (named.includes("")) throw refused("The model is blank.");
  const [first, ...rest] = named;
  const fallbacks = given.models === undefined ? {} : { fallbacks: rest };
  if (first === undefined || isConfiguredChain(first)) {
    const header = given.header?.trim();
    return { ...(header === undefined || header === "" ? {} : { model: header }), ...(rest.length === 0 ? {} : fallbacks) };
  }
  const agent = AGENT.exec(first)?.[1];
  if (agent === undefined) return { model: first, ...fallbacks };
  if (given.agents?.includes(agent) !== true) throw refused("Invalid `model`. Use `openclaw` or `openclaw/<agentId>`.");
  return { agent, ...(rest.length === 0 ? {} : fallbacks) };
}

function isConfiguredChain(name: string): boolean {
  return /^openclaw(?:[/:]default)?$/i.test(name);
}

function refused(message: string): Refusal {
  return new Refusal("body_unreadable", message, { param: "model" });
}
