import { hashText } from "../wire/seeded-random.js";
import type { JsonObject } from "../wire/read-json.js";
import type { Step } from "../http/steps.js";
import type { ChatRequest } from "./chat-request.js";
import { groupTokens } from "./group-tokens.js";
import type { DeltaStep } from "./delta-step.js";
import { nativeFinish } from "./native-finish.js";
import { reasoningSteps } from "./reasoning-steps.js";
import { toolCallSteps } from "./tool-call-steps.js";
import type { Reply } from "./reply.js";
import { writeUsage } from "./usage.js";
import { type ChatAnswer, writeHead, writeImages } from "./write-chat.js";

/** Base64 letters of sound in one frame; no multiple of four, as upstream. */
const AUDIO_SLICE = 4099;

/** The plan of a streamed answer: comments, role, reasoning, text, calls, media, the end, usage, `[DONE]`. */
export function planChat(chat: ChatRequest, { reply, usage, head, fault }: ChatAnswer): Step[] {
  const chunkHead = writeHead(chat, head, "chat.completion.chunk");
  const frame = (choice: JsonObject, extra: JsonObject = {}, tokens = 0): Step => ({
    kind: "data",
    json: { ...chunkHead, choices: [{ index: 0, finish_reason: null, native_finish_reason: null, logprobs: null, ...choice }], ...extra },
    tokens,
  });
  const delta: DeltaStep = (part, tokens = 0) => frame({ delta: { role: "assistant", content: "", ...part } }, {}, tokens);
  const usageExtra = fault?.name === "usage-missing" ? {} : { usage: fault?.name === "usage-null" ? null : writeUsage(usage) };
  const early = fault?.name === "usage-in-last-content-chunk";
  const finish = fault?.name === "finish-null-with-tools" && reply.calls.length > 0 ? null : reply.finish;
  const native = fault?.name === "malformed-function-call" ? "MALFORMED_FUNCTION_CALL" : nativeFinish(chat.family, reply.finish);

  const comments = Array.from({ length: 1 + (hashText(JSON.stringify(chat.raw["messages"] ?? "")) % 3) }, (): Step => ({
    kind: "comment",
  }));
  if (fault?.name === "choices-empty") return [...comments, { kind: "data", json: { ...chunkHead, choices: [] } }, { kind: "done" }];

  const body: Step[] = [
    delta({}),
    ...reasoningSteps(chat, reply, delta, fault),
    ...textSteps(reply.text, delta),
    ...toolCallSteps(chat, reply, delta, fault),
    ...reply.images.map((image, index) => delta({ images: [{ ...writeImages([image])[0], index }] })),
    ...audioSteps(reply, delta),
    ...(reply.annotations.length === 0 ? [] : [delta({ annotations: reply.annotations })]),
  ];
  if (fault?.name === "eof-without-finish") return [...comments, ...body];
  const end: Step[] = [
    frame({ delta: { role: "assistant", content: "" }, finish_reason: finish, native_finish_reason: native }, early ? usageExtra : {}),
  ];
  if (!early && fault?.name !== "usage-missing") end.push({ kind: "data", json: { ...chunkHead, choices: [], ...usageExtra } });
  return [...comments, ...body, ...end, { kind: "done" }];
}

/** Text as a row of deltas, a few tokens each. */
function textSteps(text: string, delta: DeltaStep): Step[] {
  return groupTokens(text).map((piece) => delta({ content: piece.text }, piece.tokens));
}

function audioSteps(reply: Reply, delta: DeltaStep): Step[] {
  const { audio } = reply;
  if (audio === undefined) return [];
  const steps: Step[] = [delta({ audio: { id: audio.id, transcript: audio.transcript } })];
  for (let at = 0; at < audio.data.length; at += AUDIO_SLICE)
    steps.push(delta({ audio: { id: audio.id, data: audio.data.slice(at, at + AUDIO_SLICE) } }));
  return steps;
}
