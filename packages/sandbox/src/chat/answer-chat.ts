import { checkBalance, charge } from "../account/charge.js";
import { priceOf } from "../catalogue/model-row.js";
import type { SandboxContext } from "../context.js";
import { applyReplyFault } from "../faults/chat-faults.js";
import type { Exchange } from "../http/exchange.js";
import { makeGenerationId } from "../wire/make-id.js";
import { addMedia } from "./add-media.js";
import type { ChatRequest } from "./chat-request.js";
import { checkContext, checkRequest } from "./check-request.js";
import { countTokens } from "./count-tokens.js";
import { checkFamily } from "./family/check-family.js";
import { nativeFinish } from "./native-finish.js";
import type { Reply } from "./reply.js";
import { decideReply } from "./reply/decide-reply.js";
import { limitReply } from "./reply/limit-reply.js";
import { cacheKey, readCacheWish } from "./response-cache.js";
import { FREE_USAGE, priceUsage, type Usage } from "./usage.js";
import type { AnswerHead } from "./write-chat.js";

/** Completion tokens that one picture counts as. */
const IMAGE_TOKENS = 1290;
/** Letters of base64 sound that one audio token counts as. */
const AUDIO_LETTERS = 1000;

/** Larger requests (pictures) are not kept for `GET /generation/content`. */
const KEPT_BYTES = 1_000_000;

/** A finished answer in no dialect yet: chat, responses and messages write it each in their own. */
export interface ChatAnswer {
  reply: Reply;
  usage: Usage;
  head: AnswerHead;
  headers: Record<string, string>;
}

/** Everything between a read request and its wire form: checks, rules, media, price, caches, the record of the generation. */
export async function answerChat(exchange: Exchange, chat: ChatRequest, sandbox: SandboxContext): Promise<ChatAnswer> {
  const { options } = sandbox;
  checkRequest(chat);
  const sizes = measurePrompt(chat);
  checkContext(chat, sizes.prompt, sizes.tools);
  if (options.strictFamilies) checkFamily(chat, sandbox.issuedCalls);
  const room = chat.maxTokens ?? chat.model.row.top_provider.max_completion_tokens ?? 0;
  const perToken = priceOf(chat.model.row, "completion");
  checkBalance(sandbox, sizes.prompt * priceOf(chat.model.row, "prompt") + room * perToken, { tokens: room, perToken });

  const startedAt = options.now();
  const head = { id: makeGenerationId(startedAt), created: Math.floor(startedAt / 1000) };
  const wish = readCacheWish(exchange);
  const key = cacheKey(exchange);
  if (wish.on && wish.clear) sandbox.responseCache.clear(key);
  const hit = wish.on ? sandbox.responseCache.find(key, startedAt) : undefined;
  if (hit !== undefined) {
    const age = Math.floor((startedAt - hit.storedAt) / 1000);
    remember(exchange, chat, sandbox, { reply: hit.reply, usage: FREE_USAGE, head, startedAt, cacheSourceId: hit.sourceId });
    const headers = {
      "X-Generation-Id": head.id,
      "X-OpenRouter-Cache-Status": "HIT",
      "X-OpenRouter-Cache-Age": String(age),
      "X-OpenRouter-Cache-TTL": String(Math.max(0, hit.ttlMs / 1000 - age)),
      "X-OpenRouter-Cache-Source-Id": hit.sourceId,
    };
    return { reply: hit.reply, usage: FREE_USAGE, head, headers };
  }

  const decided = limitReply(chat, decideReply(chat, sandbox.issuedCalls));
  const reply = applyReplyFault(await addMedia(chat, decided, sandbox), exchange.fault);
  const usage = countUsage(chat, reply, sizes.prompt, sandbox);
  charge(sandbox, usage.costUsd);
  remember(exchange, chat, sandbox, { reply, usage, head, startedAt });
  if (wish.on) sandbox.responseCache.store(key, { reply, sourceId: head.id, storedAt: startedAt, ttlMs: wish.ttlSeconds * 1000 });
  const cacheHeaders = wish.on ? { "X-OpenRouter-Cache-Status": "MISS", "X-OpenRouter-Cache-TTL": String(wish.ttlSeconds) } : {};
  return { reply, usage, head, headers: { "X-Generation-Id": head.id, ...cacheHeaders } };
}

function measurePrompt(chat: ChatRequest): { prompt: number; tools: number } {
  const tools = chat.tools.length === 0 ? 0 : countTokens(JSON.stringify(chat.raw["tools"]));
  const messages = chat.turns.reduce((total, turn) => total + 3 + countTokens(turn.text) + turn.attachments.length * 258, 0);
  const calls = chat.turns.flatMap((turn) => turn.toolCalls).reduce((total, call) => total + countTokens(call.name + call.arguments), 0);
  return { prompt: messages + calls + tools, tools };
}

function countUsage(chat: ChatRequest, reply: Reply, prompt: number, sandbox: SandboxContext): Usage {
  const { cached, written } = sandbox.promptCache.use(chat, sandbox.options.now());
  const reasoning = countTokens(reply.reasoning);
  const image = reply.images.length * IMAGE_TOKENS;
  const audio = reply.audio === undefined ? 0 : Math.ceil(reply.audio.data.length / AUDIO_LETTERS);
  const said = countTokens(reply.text) + countTokens(reply.calls.map((call) => call.name + call.arguments).join(""));
  const whole = Math.max(prompt, cached + written);
  return priceUsage(chat.model.row, {
    prompt: whole,
    cached,
    cacheWrite: written,
    completion: reasoning + said + image + audio,
    reasoning,
    image,
    audio,
  });
}

interface Finished {
  reply: Reply;
  usage: Usage;
  head: AnswerHead;
  startedAt: number;
  cacheSourceId?: string;
}

function remember(exchange: Exchange, chat: ChatRequest, sandbox: SandboxContext, done: Finished): void {
  const { counts, costUsd } = done.usage;
  const sessionId = chat.raw["session_id"] ?? exchange.headers["x-session-id"];
  const userAgent = exchange.headers["user-agent"];
  const referer = exchange.headers["http-referer"]?.toString();
  sandbox.generations.add({
    id: done.head.id,
    model: chat.model.responseId,
    apiType: "completions",
    createdAt: done.startedAt,
    finishedAt: sandbox.options.now(),
    streamed: chat.stream,
    cancelled: false,
    finishReason: done.reply.finish,
    nativeFinishReason: nativeFinish(chat.family, done.reply.finish),
    promptTokens: counts.prompt,
    completionTokens: counts.completion,
    reasoningTokens: counts.reasoning,
    cachedTokens: counts.cached,
    costUsd,
    ...(exchange.bytes.length > KEPT_BYTES ? {} : { input: chat.turns.map((turn) => turn.raw) }),
    output: done.reply.text,
    reasoning: done.reply.reasoning,
    ...(chat.model.router === undefined ? {} : { router: chat.model.router }),
    ...(typeof sessionId === "string" ? { sessionId } : {}),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(referer === undefined ? {} : { referer }),
    ...(done.cacheSourceId === undefined ? {} : { cacheSourceId: done.cacheSourceId }),
  });
}
