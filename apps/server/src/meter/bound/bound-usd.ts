import type { ModelTarget, PriceOverride } from "@openclaw/core";
import { readArray, readNumber, readObject, readString } from "@openclaw/core/internal";
import { estimateUsd } from "../../budget/estimate-usd.js";
import { boundTokens } from "./estimate-tokens.js";
import { isBilled } from "../is-billed.js";
import { type OtherWork, readOtherWork } from "./other-work.js";
import { readDearness } from "./read-dearness.js";
import type { Documents } from "./read-documents.js";

/** What is known of a request before anything is sent. */
export interface BillFacts {
  readonly body: Readonly<Record<string, unknown>>;
  readonly promptTokens: number;
  readonly documents: Documents;
  readonly maxTokens?: number | undefined;
  readonly imagesIn?: number | undefined;
  readonly imagesOut?: number | undefined;
  /** What the body has the provider do besides. */
  readonly other: OtherWork;
  readonly overridesOf: (wireId: string) => readonly PriceOverride[] | undefined;
}

// Held for a model whose price or limit nobody knows: what a dear answer costs.
const UNKNOWN_USD = 1;
const FREE_READERS: ReadonlySet<string> = new Set(["cloudflare-ai", "pdf-text"]);
// Two dollars for a thousand pages, which are the most that the reader takes of one document.
const READ_FILE_USD = 2;

export interface Bound {
  readonly usd: number;
  /** How the same could cost less, where that is not plain. */
  readonly advice?: string;
}

/** The most that an answer of any of the candidates may cost, for all that the price list tells (SRV-4). */
export function boundUsd(targets: readonly ModelTarget[], facts: BillFacts): Bound {
  const bounds = targets.map((target) => boundOne(target, facts));
  return bounds.reduce((dearest, bound) => (bound.usd > dearest.usd ? bound : dearest));
}

function boundOne(target: ModelTarget, facts: BillFacts): Bound {
  const { body, promptTokens, documents, maxTokens, imagesIn, imagesOut, other, overridesOf } = facts;
  const { traits, params, model } = target;
  // What the configuration adds is billed like what the caller wrote; which of them is heeded, nobody asks here.
  const configured = { ...params.extraBody, ...(params.provider === undefined ? {} : { provider: params.provider }) };
  const wishes = [body, configured];
  const tokens = estimateUsd(traits, {
    promptTokens: documents.unmeasured > 0 ? Infinity : promptTokens + boundTokens(configured),
    maxTokens: withThinking(maxTokens, wishes),
    imagesIn,
    imagesOut,
    dearness: Math.max(...wishes.map((order) => readDearness(order, target))),
    overrides: overridesOf(model.wireId),
  });
  const pages = documents.files > 0 && isReadByPage(wishes, target) ? documents.files * READ_FILE_USD : 0;
  const usd = (tokens ?? UNKNOWN_USD) + other.usd + readOtherWork(configured).usd + pages;
  if (documents.unmeasured > 0) return { usd, advice: "send the document in the request, where its size is known" };
  return pages === 0
    ? { usd }
    : { usd, advice: `have the document read for nothing ("engine": "cloudflare-ai" of the plugin file-parser)` };
}

/** A limit on thinking that the limit on the answer does not hold, as some hosts have them, is written and billed beside it. */
function withThinking(maxTokens: number | undefined, wishes: readonly Readonly<Record<string, unknown>>[]): number | undefined {
  if (maxTokens === undefined) return undefined;
  const thinking = wishes.flatMap(({ reasoning, thinking: anthropic }) => [
    readNumber(readObject(reasoning)?.["max_tokens"]) ?? 0,
    readNumber(readObject(anthropic)?.["budget_tokens"]) ?? 0,
  ]);
  const most = Math.max(...thinking);
  return most < maxTokens ? maxTokens : maxTokens + most;
}

/** A document goes to the dear reader where that is asked for, or where the model takes none and no other reader is. */
function isReadByPage(wishes: readonly Readonly<Record<string, unknown>>[], target: ModelTarget): boolean {
  if (!isBilled(target)) return false;
  const plugins = wishes.flatMap((order) => readArray(order["plugins"]) ?? []);
  const parsers = plugins.map(readObject).filter((plugin) => plugin?.["id"] === "file-parser" && plugin["enabled"] !== false);
  const engines = parsers.map((plugin) => readString(readObject(plugin?.["pdf"])?.["engine"]));
  if (engines.includes("mistral-ocr")) return true;
  const isFree = engines.length > 0 && engines.every((engine) => engine !== undefined && FREE_READERS.has(engine));
  return !isFree && !target.traits.input.includes("file");
}
