import { createTarget } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { quickClock } from "../__fixtures__/quick-clock.js";
import { faked, KLING, VEO, VIDEOS } from "../__fixtures__/targets.js";
import { createMediaCatalog } from "../catalog.js";
import type { VideoPlan } from "./plan.js";
import { startVideo } from "./start.js";

const MODELS = "GET https://openrouter.ai/api/v1/videos/models";
const accepted = { type: "json", status: 202, body: { id: "gen-vid-1", status: "pending" } } as const;
const listed = {
  type: "json",
  status: 200,
  body: {
    data: [
      { id: "google/veo-3.1-fast", supported_durations: [4, 6, 8], pricing_skus: { duration_seconds: "0.1" } },
      { id: "kwaivgi/kling-v3", supported_durations: [5] },
    ],
  },
} as const;

function order(maxCostUsd: number, target: Parameters<typeof startVideo>[0]["target"] = VEO) {
  const { fake, transport } = faked({ [VIDEOS]: accepted, [MODELS]: listed });
  const options = { transport, clock: quickClock(), random: () => 0, catalog: createMediaCatalog({ transport }), maxCostUsd };
  const result = startVideo({ target, prompt: "the sea", durationSeconds: 4 }, options);
  return { result, ordered: () => fake.calls.filter(({ method }) => method === "POST").length };
}

// VID-3: what a video may cost is known before it is bought.
describe("a limit on what a video may cost", () => {
  it("orders what costs no more", async () => {
    const { result, ordered } = order(0.4);
    await expect(result).resolves.toMatchObject({ id: "gen-vid-1" });
    expect(ordered()).toBe(1);
  });

  it("refuses what may cost more, says how much, and sends nothing", async () => {
    const { result, ordered } = order(0.39);
    await expect(result).rejects.toMatchObject({
      name: "RequestError",
      code: "limit_reached",
      message: "This video of openrouter/google/veo-3.1-fast may cost $0.4, and at most $0.39 is allowed; nothing was sent.",
    });
    expect(ordered()).toBe(0);
  });

  it("refuses what nobody knows the price of", async () => {
    for (const target of [KLING, createTarget({ model: "openrouter/nobody/clip", apiKey: "k" })]) {
      const { result, ordered } = order(100, target);
      await expect(result).rejects.toMatchObject({ code: "limit_reached", message: expect.stringContaining("is not known") });
      expect(ordered()).toBe(0);
    }
  });

  it("does not go to the next candidate instead: a dear first choice is a mistake to be told", async () => {
    const { result, ordered } = order(0.1, [VEO, KLING]);
    await expect(result).rejects.toMatchObject({ code: "limit_reached" });
    expect(ordered()).toBe(0);
  });

  it("is asked anew for each order, in the moment in which the plan is told: two at once share one sum", async () => {
    const { fake, transport } = faked({ [VIDEOS]: accepted, [MODELS]: listed });
    let leftUsd = 0.7;
    const options = {
      transport,
      clock: quickClock(),
      catalog: createMediaCatalog({ transport }),
      maxCostUsd: () => leftUsd,
      onPlan: ({ price }: VideoPlan) => {
        leftUsd -= price?.mostUsd ?? 0;
      },
    };
    const request = { target: VEO, prompt: "the sea", durationSeconds: 4 };
    const [one, two] = await Promise.allSettled([startVideo(request, options), startVideo(request, options)]);
    expect([one.status, two.status]).toEqual(["fulfilled", "rejected"]);
    expect(two).toMatchObject({ reason: { message: expect.stringContaining("at most $0.3 is allowed") } });
    expect(fake.calls.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d as a limit", async (limit) => {
    const { result, ordered } = order(limit);
    await expect(result).rejects.toMatchObject({ code: "input_invalid", message: "maxCostUsd must be a number of dollars, 0 or more" });
    expect(ordered()).toBe(0);
  });
});
