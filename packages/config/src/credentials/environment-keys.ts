import { compareText } from "./compare-text.js";
import type { Environment } from "../environment/environment.js";

/** A key found in the environment, under the name that the user knows it by. */
export interface EnvironmentKey {
  readonly name: string;
  readonly value: string;
}

const SUFFIXED = /^OPENROUTER_API_KEY_(?!FILE$).+$/;

/**
 * The environment's keys in rotation order (KEY-1, as in OpenClaw): `OPENCLAW_LIVE_OPENROUTER_KEY` alone when set, else the list
 * `OPENROUTER_API_KEYS` (split at white space, commas, semicolons), `OPENROUTER_API_KEY`, and every `OPENROUTER_API_KEY_<suffix>` by
 * name. The same key twice counts once.
 */
export function environmentKeys(environment: Environment): readonly EnvironmentKey[] {
  const { values } = environment;
  const live = values["OPENCLAW_LIVE_OPENROUTER_KEY"];
  if (live !== undefined) return [{ name: "OPENCLAW_LIVE_OPENROUTER_KEY", value: live }];
  const listed = (values["OPENROUTER_API_KEYS"] ?? "").split(/[\s,;]+/).filter((value) => value !== "");
  const single = values["OPENROUTER_API_KEY"];
  const suffixed = Object.keys(values)
    .filter((name) => SUFFIXED.test(name))
    .toSorted(compareText);
  const found: readonly EnvironmentKey[] = [
    ...listed.map((value, index) => ({ name: `OPENROUTER_API_KEYS[${index}]`, value })),
    ...(single === undefined ? [] : [{ name: "OPENROUTER_API_KEY", value: single }]),
    ...suffixed.map((name) => ({ name, value: values[name] ?? "" })),
  ];
  return found.filter(({ value }, index) => found.findIndex((other) => other.value.trim() === value.trim()) === index);
}
