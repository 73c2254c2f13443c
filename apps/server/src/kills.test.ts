import { createSandbox } from "@openclaw/sandbox";
import { seededRandom, tempDir } from "@openclaw/testing";
import { expect, it, onTestFinished } from "vitest";
import { buildServer } from "./__fixtures__/build-server.js";
import { playKills } from "./__fixtures__/kill-play.js";

// SRV-6: the small version; bench/server-kills plays 100 jobs and 1,000 posts, its figures are in docs/reliability.md.
it("buys nothing twice, ends every job once and loses no row, killed at random moments", async () => {
  const program = await buildServer(tempDir());
  const sandbox = await createSandbox({
    tokensPerSecond: Infinity,
    media: "in-process",
    videoScale: 0.05,
    videoMaxSeconds: 1,
    videoFramesPerSecond: 1,
    jobPolls: 1,
    journalLimit: 10_000,
  });
  onTestFinished(() => sandbox.close());
  const facts = await playKills({
    program,
    node: process.execPath,
    baseUrl: sandbox.baseUrl,
    stateDir: tempDir(),
    jobs: 8,
    posts: 80,
    kills: 4,
    lifeMs: 400,
    random: seededRandom(7),
  });
  expect(facts.kills).toBeGreaterThanOrEqual(2);
  const bought = new Map<string, number>();
  for (const { method, path, body } of sandbox.requests) {
    if (method !== "POST" || !/\/(?:videos|chat\/completions)$/.test(path)) continue;
    const { prompt, messages } = body as { prompt?: string; messages?: { content: string }[] };
    const name = prompt ?? messages?.[0]?.content ?? "";
    bought.set(name, (bought.get(name) ?? 0) + 1);
  }
  // Once at most, and exactly once for whoever has an answer.
  expect([...bought].filter(([, times]) => times > 1)).toEqual([]);
  expect(facts.posts.answered.filter((name) => bought.get(name) !== 1)).toEqual([]);
  expect(facts.posts.answered.length + facts.posts.unknown.filter((name) => name.startsWith("post")).length).toBe(80);
  expect(facts.posts.differing).toBe(0);
  // Not more than what was on its way at each kill.
  expect(facts.posts.unknown.length).toBeLessThanOrEqual(facts.kills * 12);
  // Every job ends once: one end, one row, one webhook.
  expect(facts.jobs.length + facts.posts.unknown.filter((name) => name.startsWith("job")).length).toBe(8);
  for (const job of facts.jobs) {
    expect([job.status, job.error ?? "none"]).toEqual(
      job.status === "completed" ? ["completed", "none"] : ["failed", "job_outcome_unknown"],
    );
    expect([job.prompt, job.bytes > 0]).toEqual([job.prompt, job.status === "completed"]);
    expect([job.prompt, facts.rows.filter(({ user }) => user === job.prompt).length]).toEqual([job.prompt, 1]);
    expect([job.prompt, facts.hooks[job.id]?.length]).toEqual([job.prompt, 1]);
  }
  // Every answer that was seen has its row, and no row that was seen is gone.
  const rows = facts.rows.map(({ user }) => user);
  expect(facts.posts.answered.filter((name) => !rows.includes(name))).toEqual([]);
  expect([facts.rowsLost, facts.rowsSeen > 0]).toEqual([0, true]);
}, 60_000);
