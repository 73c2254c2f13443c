import { type ModelTarget, runWithFailover, type Warning } from "@openclaw/core";
import { billOf, systemClock, withBill } from "@openclaw/core/internal";
import { callDeadline, listTargets, type MediaOptions, timeLeftMs } from "../options.js";
import type { PaidCallLog } from "../paid-steps.js";
import { renameExhausted } from "../rename-exhausted.js";
import { checkImageRequest } from "./check-request.js";
import { needsImageRow } from "./choose-route.js";
import { type AskOptions, askForImages, type ImageAnswer } from "./ask.js";
import { fetchReferences } from "./fetch-references.js";
import type { ImageEvent } from "./image-events.js";
import type { ImageRequest, ImageResult } from "./image-request.js";
import { type ImagePlan, planImages } from "./plan.js";
import { sumUsage } from "./wire/read-image-data.js";

/** Default limit of a picture call (IMG-1). */
const DEFAULT_IMAGE_TIMEOUT_MS = 180_000;

export interface GenerateImagesOptions extends MediaOptions {
  /** Told of every paid request before and after it. */
  readonly log?: PaidCallLog | undefined;
}

/**
 * Makes pictures (IMG-1 to IMG-3).
 *
 * Candidates are tried in order while a failure has certainly cost nothing. A request that may have been accepted — a timeout, a broken
 * connection, a gateway's page — is never sent again and never bought elsewhere by itself: it ends as `job_outcome_unknown` (NET-3). When
 * only some of several pictures fail, the others are delivered with a warning, because they are paid for. A chat model that answers with fewer
 * pictures than asked for is asked for the missing ones, one request each.
 *
 * @throws RequestError before anything is sent; ApiError, NetworkError, TimeoutError of the candidate; JobError `job_outcome_unknown`;
 *   ToolkitError `candidates_exhausted`. The attempts behind it: `attemptsOf(error)` of core.
 * @example
 * const { images } = await generateImages({ target, prompt: "a lighthouse at dusk", aspectRatio: "16:9" });
 */
export async function generateImages(request: ImageRequest, options: GenerateImagesOptions = {}): Promise<ImageResult> {
  return runImages(request, options);
}

/** The same with events while it runs; `streamImages` is its public face. */
export async function runImages(
  request: ImageRequest,
  options: GenerateImagesOptions,
  onEvent?: (event: ImageEvent) => void,
): Promise<ImageResult> {
  checkImageRequest(request);
  const clock = options.clock ?? systemClock;
  const startedAtMs = clock.now();
  const totalMs = request.timeoutMs ?? options.timeoutMs ?? DEFAULT_IMAGE_TIMEOUT_MS;
  const deadline = callDeadline(totalMs, startedAtMs);
  const references = await fetchReferences(request.references ?? [], options);
  const resolved: ImageRequest = { ...request, references };
  const { value, target, attempts } = await runWithFailover(
    {
      targets: listTargets(request.target),
      policy: options.failover,
      circuits: options.circuits,
      use: "image",
      clock,
      random: options.random,
      signal: options.signal,
      ...deadline,
    },
    (candidate) => askCandidate(resolved, candidate, { ...options, totalMs: timeLeftMs(deadline, clock.now()), onEvent }),
  ).catch((error: unknown) => {
    throw renameExhausted(error, "image generation models");
  });
  return { ...value, model: target.model.ref, attempts, durationMs: clock.now() - startedAtMs };
}

type CandidateResult = Omit<ImageResult, "model" | "attempts" | "durationMs">;

async function askCandidate(request: ImageRequest, target: ModelTarget, options: AskOptions): Promise<CandidateResult> {
  const { plan, warnings: lookupWarnings } = await planForTarget(target, request, { ...options, stream: options.onEvent !== undefined });
  const count = request.count ?? 1;
  const startedAtMs = (options.clock ?? systemClock).now();
  const first = await Promise.allSettled(plan.plans.map((_, index) => askForImages(plan, index, target, options)));
  const outcomes = [...first, ...(await askForMissing({ plan, count, first, startedAtMs }, target, options))];
  const answers = outcomes.filter((outcome) => outcome.status === "fulfilled").map((outcome) => outcome.value);
  const failures = outcomes.filter((outcome) => outcome.status === "rejected").map((outcome) => outcome.reason as unknown);
  const images = answers.flatMap((answer) => answer.images);
  // The failure that may have cost money decides what happens next.
  const usage = sumUsage([...answers.map((answer) => answer.usage), ...failures.map(billOf)]);
  if (images.length === 0) {
    const failure = failures.find(mayHaveCost) ?? failures[0];
    throw withBill(failure, { costUsd: usage.costUsd, generationId: billOf(failure).generationId });
  }
  const text = answers
    .map((answer) => answer.text ?? "")
    .join("")
    .trim();
  return {
    images,
    route: plan.route,
    ...(text === "" ? {} : { text }),
    usage,
    generationIds: answers.flatMap((answer) => answer.generationId ?? []),
    normalization: plan.normalization,
    ignoredOverrides: plan.ignoredOverrides,
    warnings: [...lookupWarnings, ...plan.warnings, ...shortfall(count, images.length, failures)],
  };
}

/**
 * Most chat models paint one picture whatever `n` says: after an answer that brought fewer than asked, each missing picture is asked for by
 * itself, once, in the time that is left. After a failure nothing more is bought (NET-3).
 */
async function askForMissing(
  facts: {
    readonly plan: ImagePlan;
    readonly count: number;
    readonly first: readonly PromiseSettledResult<ImageAnswer>[];
    readonly startedAtMs: number;
  },
  target: ModelTarget,
  options: AskOptions,
): Promise<readonly PromiseSettledResult<ImageAnswer>[]> {
  const { plan, count, first, startedAtMs } = facts;
  const [request] = plan.plans;
  const [outcome] = first;
  if (plan.route !== "chat" || request === undefined || outcome?.status !== "fulfilled") return [];
  const made = outcome.value.images.length;
  const leftMs = options.totalMs - ((options.clock ?? systemClock).now() - startedAtMs);
  if (made >= count || options.signal?.aborted === true || (options.totalMs > 0 && leftMs <= 0)) return [];
  const single = { ...request, body: { ...request.body, n: 1 } };
  const rest: ImagePlan = { ...plan, plans: Array.from({ length: count }, () => single) };
  const totalMs = options.totalMs > 0 ? leftMs : options.totalMs;
  const missing = Array.from({ length: count - made }, (_, index) => made + index);
  return Promise.allSettled(missing.map((index) => askForImages(rest, index, target, { ...options, totalMs })));
}

/** Looks up what the model can do where that matters, and shapes the request. */
async function planForTarget(
  target: ModelTarget,
  request: Omit<ImageRequest, "target">,
  options: MediaOptions & { readonly stream?: boolean },
): Promise<{ readonly plan: ImagePlan; readonly warnings: readonly Warning[] }> {
  const { row, warning } = (needsImageRow(target) ? await options.catalog?.findImageModel(target) : undefined) ?? {};
  return { plan: planImages(target, request, { row, stream: options.stream }), warnings: warning === undefined ? [] : [warning] };
}

function mayHaveCost(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "job_outcome_unknown";
}

function shortfall(wanted: number, got: number, failures: readonly unknown[]): readonly Warning[] {
  if (got >= wanted) return [];
  const reasons = [...new Set(failures.map((failure) => (failure instanceof Error ? failure.message : String(failure))))];
  const because = reasons.length === 0 ? "" : ` ${reasons.join(" | ")}`;
  return [{ code: "fewer_images", message: `${got} of ${wanted} images were made.${because}` }];
}
