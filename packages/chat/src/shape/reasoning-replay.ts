import type { JsonObject, ModelTarget, ReplayFamily } from "@openclaw/core";
import { readArray, readObject, readString, replayFamilyOf } from "@openclaw/core/internal";
import type { ChatMessage } from "../messages.js";
import { isReasoningOn } from "./reasoning.js";
import { saysSomething } from "./messages.js";
import { messagesOf } from "./messages-of.js";
import { type MessageWire, type ShapeStep, unchanged, withBody } from "./step.js";

/**
 * CHAT-6, CHAT-7: what earlier turns thought goes back whole and in order to the family that thought it, and to no other: a foreign signature
 * or sealed item would be refused.
 */
export const reasoningReplay: ShapeStep = {
  name: "reasoning-replay",
  apply(draft, { target, input }) {
    const { backfillReasoningContent } = target.traits;
    const reasoningOn = isReasoningOn(target, input);
    const before = messagesOf(draft);
    // Not by their places among all messages: earlier steps leave out and put in.
    const answers = input.messages.filter((message) => message.role === "assistant" && saysSomething(message)).values();
    let dropped = 0;
    const after = before.map((message) => {
      if (message["role"] !== "assistant") return message;
      const replayed = replayOne(message, routeOf(answers.next().value, target));
      if (count(replayed) < count(message)) dropped++;
      return backfillReasoningContent ? withReasoningContent(replayed, reasoningOn) : replayed;
    });
    if (after.every((message, index) => message === before[index])) {
      const any = before.some((message) => count(message) > 0);
      return unchanged(draft, any ? "earlier reasoning goes back unchanged" : "no earlier reasoning to replay");
    }
    return withBody(draft, { messages: after }, reasonOf(dropped, backfillReasoningContent && !reasoningOn));
  },
};

function reasonOf(dropped: number, silenced: boolean): string {
  if (silenced) return "earlier reasoning stays away while the model does not reason";
  if (dropped === 0) return "earlier reasoning goes back in the form that this family takes";
  return `reasoning of ${dropped} turn${dropped === 1 ? "" : "s"} is not understood by this family`;
}

/** How many pieces of reasoning a message holds; a text beside details says the same once more. */
function count(message: MessageWire): number {
  return readArray(message["reasoning_details"])?.length ?? (message["reasoning"] === undefined ? 0 : 1);
}

interface Route {
  readonly source: ReplayFamily | undefined;
  readonly target: ReplayFamily;
  /** Both models are of one author; tells the unlisted families apart. */
  readonly sameAuthor: boolean;
}

function routeOf(message: ChatMessage | undefined, { model, traits }: ModelTarget): Route {
  const id = message?.role === "assistant" ? message.source?.model : undefined;
  return {
    source: id === undefined ? undefined : replayFamilyOf(id),
    target: traits.replay,
    sameAuthor: id?.replace(/^~/, "").split("/", 1)[0]?.toLowerCase() === model.author.toLowerCase(),
  };
}

function replayOne(message: MessageWire, route: Route): MessageWire {
  const { reasoning: text, reasoning_details: details, ...rest } = message;
  const items = readArray(details);
  if (items === undefined) return text === undefined || takesPlainText(route) ? message : rest;
  const kept = withoutRepeats(
    (items as readonly JsonObject[]).filter((item) => readObject(item) !== undefined && understands(item, route)),
  );
  // An empty list says "there was none", and some models need to hear it.
  if (kept.length === items.length && text === undefined) return message;
  return kept.length === 0 && items.length > 0 ? rest : { ...rest, reasoning_details: kept };
}

/** Families that seal their reasoning take none without its seal; the others read it as text, from themselves only. */
const SEALED: ReadonlySet<ReplayFamily> = new Set<ReplayFamily>(["anthropic", "google", "openai", "xai"]);

function takesPlainText({ source, target }: Route): boolean {
  return !SEALED.has(target) && (source === undefined || source === target);
}

function understands(item: JsonObject, route: Route): boolean {
  const { target } = route;
  if (item["text"] === "[REDACTED]" || item["data"] === "[REDACTED]" || item["summary"] === "[REDACTED]") return false;
  const family = familyOfFormat(readString(item["format"])) ?? route.source;
  const signature = readString(item["signature"]) ?? "";
  const sealed = signature !== "" || item["type"] === "reasoning.encrypted";
  const own = family === undefined || family === target;
  if (!own) return false;
  // A text without its signature is refused by the families that sign (rule 4).
  if (item["type"] === "reasoning.text" && (target === "anthropic" || target === "google")) return signature !== "";
  return !sealed || (family === "other" ? route.sameAuthor : family !== undefined);
}

function familyOfFormat(format: string | undefined): ReplayFamily | undefined {
  if (format === undefined || format === "unknown") return undefined;
  if (format.startsWith("anthropic-")) return "anthropic";
  if (format.startsWith("google-")) return "google";
  if (format.includes("openai-")) return "openai";
  return format.includes("xai-") ? "xai" : undefined;
}

/** Providers resend items: a summary is known by its text, a sealed item by id or data, a text by text and signature (rule 3). */
function withoutRepeats(items: readonly JsonObject[]): readonly JsonObject[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const identity =
      item["type"] === "reasoning.encrypted" ? [item["id"] ?? item["data"]] : [item["text"] ?? item["summary"] ?? item, item["signature"]];
    const key = JSON.stringify([item["type"], item["index"], ...identity]);
    return seen.size < seen.add(key).size;
  });
}

/** DeepSeek V4 wants `reasoning_content` on every earlier answer while it reasons, even empty, and nowhere when it does not. */
function withReasoningContent(message: MessageWire, reasoningOn: boolean): MessageWire {
  const { reasoning, reasoning_details, ...rest } = message;
  if (!reasoningOn) return Object.keys(rest).length === Object.keys(message).length ? message : rest;
  const details = readArray(reasoning_details);
  const told = readString(reasoning) ?? (details ?? []).map((item) => readString(readObject(item)?.["text"]) ?? "").join("");
  // Details that are text say the same once more.
  const kept = reasoning_details === undefined || (told !== "" && isPlain(details)) ? {} : { reasoning_details };
  return { ...rest, ...kept, reasoning_content: told };
}

function isPlain(details: readonly unknown[] | undefined): boolean {
  return (details ?? []).every((item) => readObject(item)?.["type"] === "reasoning.text");
}
