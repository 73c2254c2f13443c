import type { JsonObject, ModelTarget, ReasoningEffort, ReasoningTraits, Warning } from "@openclaw/core";
import { readObject, readString } from "@openclaw/core/internal";
import type { ChatInput, ThinkingLevel } from "../chat-input.js";
import { type ShapeStep, unchanged, withBody } from "./step.js";

/** CHAT-1: the thinking level becomes OpenRouter's `reasoning` object, by traits. */
export const reasoning: ShapeStep = {
  name: "reasoning",
  apply(draft, { target, input }) {
    const { field, reason, warning } = decideReasoning(target, input);
    const warnings = warning === undefined ? undefined : [warning];
    return field === undefined ? unchanged(draft, reason, warnings) : withBody(draft, { reasoning: field }, reason, warnings);
  },
};

/** Will the model reason? Decides what may be replayed and whether an answer may be prefilled. */
export function isReasoningOn(target: ModelTarget, input: ChatInput): boolean {
  return decideReasoning(target, input).on;
}

interface Decision {
  readonly field?: JsonObject;
  readonly on: boolean;
  readonly reason: string;
  readonly warning?: Warning;
}

function decideReasoning(target: ModelTarget, input: ChatInput): Decision {
  const { traits } = target;
  const configured = configuredReasoning(target, input);
  if (configured !== undefined) {
    const hidden = input.hideReasoning === true ? { field: { exclude: true } } : {};
    return { on: isOn(configured), reason: "extraBody sets reasoning itself", ...hidden };
  }
  if (traits.skipReasoning) return { on: false, reason: "this model takes no reasoning settings" };
  const level = input.thinking ?? undefined;
  if (traits.reasoning === undefined) return withoutTraits(target, level);
  const bare = level === undefined ? undefined : fieldFor(level, traits.reasoning);
  const field = input.hideReasoning === true ? { ...bare, exclude: true } : bare;
  const on = bare === undefined ? onByDefault(traits.reasoning) : isOn(bare);
  if (field === undefined) return { on, reason: "no thinking level was asked for" };
  const warning = level === undefined ? undefined : coercionWarning(target, level, field);
  return {
    field,
    on,
    reason: level === undefined ? "reasoning is not sent back" : `thinking ${level}`,
    ...(warning === undefined ? {} : { warning }),
  };
}

/** The reasoning that `extraBody` decides: an effort, a budget or a switch. Other settings only join what the level says (as in OpenClaw). */
function configuredReasoning(target: ModelTarget, input: ChatInput): Readonly<Record<string, unknown>> | undefined {
  const extraBody = input.params?.extraBody ?? target.params.extraBody ?? {};
  if (extraBody["reasoning_effort"] != null) return { effort: extraBody["reasoning_effort"] };
  const field = readObject(extraBody["reasoning"]);
  return field !== undefined && ["effort", "max_tokens", "enabled"].some((key) => field[key] != null) ? field : undefined;
}

function withoutTraits(target: ModelTarget, level: ThinkingLevel | undefined): Decision {
  if (level === undefined || level === "off") return { on: false, reason: "no thinking level was asked for" };
  const reason = target.traits.known ? "the catalogue says that the model does not reason" : "nothing is known of this model";
  return {
    on: false,
    reason,
    warning: { code: "thinking_dropped", message: `Thinking "${level}" is left out for ${target.model.ref}: ${reason}.` },
  };
}

// Weakest first; the distance between two efforts is the distance of their places.
const STRENGTH: readonly ReasoningEffort[] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
const EFFORT_OF: Record<Exclude<ThinkingLevel, "off">, ReasoningEffort> = {
  minimal: "minimal",
  low: "low",
  medium: "medium",
  high: "high",
  xhigh: "xhigh",
  max: "max",
  adaptive: "medium",
};

function fieldFor(level: ThinkingLevel, traits: ReasoningTraits): JsonObject {
  if (traits.toggle) return { enabled: traits.mandatory || level !== "off" };
  if (level === "off") return traits.mandatory ? { effort: weakest(traits) } : switchedOff(traits);
  // `max` is sent only to models that list it; everywhere else `xhigh` is the most.
  const efforts = traits.efforts ?? STRENGTH.filter((effort) => effort !== "max");
  return { effort: nearestEffort(EFFORT_OF[level], efforts) };
}

function switchedOff({ efforts }: ReasoningTraits): JsonObject {
  return efforts === undefined || efforts.includes("none") ? { effort: "none" } : { enabled: false };
}

function weakest({ efforts }: ReasoningTraits): ReasoningEffort {
  return STRENGTH.find((effort) => effort !== "none" && (efforts === undefined || efforts.includes(effort))) ?? "minimal";
}

/** The nearest effort that is not `none`; of two equally near the stronger one. */
function nearestEffort(wanted: ReasoningEffort, efforts: readonly ReasoningEffort[]): ReasoningEffort {
  const place = STRENGTH.indexOf(wanted);
  const distance = (effort: ReasoningEffort): number => Math.abs(STRENGTH.indexOf(effort) - place);
  const candidates = efforts.filter((effort) => effort !== "none");
  return candidates.toSorted((a, b) => distance(a) - distance(b) || STRENGTH.indexOf(b) - STRENGTH.indexOf(a))[0] ?? wanted;
}

function coercionWarning(target: ModelTarget, level: ThinkingLevel, field: JsonObject): Warning | undefined {
  const effort = readString(field["effort"]);
  const sent = effort ?? (field["enabled"] === true ? "on" : "off");
  const asked =
    level === "off"
      ? sent === "none" || sent === "off"
      : level === "adaptive" || sent === "on" || sent === level || (level === "max" && sent === "xhigh");
  if (asked) return undefined;
  const why = level === "off" ? "always reasons" : `does not take "${level}"`;
  return { code: "thinking_changed", message: `${target.model.ref} ${why}; thinking is "${sent}" instead.` };
}

function isOn(field: Readonly<Record<string, unknown>>): boolean {
  return field["enabled"] !== false && field["effort"] !== "none" && field["effort"] !== "off";
}

function onByDefault(traits: ReasoningTraits): boolean {
  return traits.mandatory || (traits.defaultEffort !== undefined && traits.defaultEffort !== "none");
}
