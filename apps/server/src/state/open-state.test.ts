import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { testClock } from "../store/testing/test-clock.js";
import { openState, type OpenStateOptions } from "./open-state.js";

/** What is left open of a state whose opening failed: SQLite takes a log away with its last connection, a process its name when it leaves. */
async function leftOpen(dir: string): Promise<readonly string[]> {
  const logs = ["state.sqlite-wal", "rates.sqlite-wal"].filter((name) => existsSync(join(dir, name)));
  return [...logs, ...(await readdir(join(dir, "instances")))];
}

const open = (options: Pick<OpenStateOptions, "dir" | "bus">) =>
  openState({ ...options, background: false, videos: { resolveTargets: () => [] } });

// FAIL-3
it("tries a model again within little more than a minute, however long its provider was away", async () => {
  const { clock, fake } = testClock();
  const state = await openState({ dir: tempDir(), clock, background: false, videos: { resolveTargets: () => [] } });
  onTestFinished(() => state.close());
  const { circuits } = state;
  const restMs = (): number => (circuits.openUntilMs("a") ?? 0) - clock.now();
  for (let failures = 0; failures < 3; failures++) circuits.failed("a");
  expect(restMs()).toBeLessThanOrEqual(36_000);
  for (let probes = 0; probes < 10; probes++) {
    await fake.advance(restMs());
    expect(circuits.admit("a")).toBe(true);
    circuits.failed("a");
    expect(restMs()).toBeGreaterThan(40_000);
    expect(restMs()).toBeLessThanOrEqual(72_000);
  }
  // What the provider asks for counts.
  await fake.advance(restMs());
  circuits.failed("a", 300_000);
  expect(restMs()).toBe(300_000);
});

// SRV-9
describe("a state that cannot be opened whole", () => {
  it("leaves nothing open when the file of the rates cannot be opened", async () => {
    const dir = tempDir();
    await mkdir(join(dir, "rates.sqlite"));
    await expect(open({ dir })).rejects.toMatchObject({ code: "state_unavailable" });
    expect(await leftOpen(dir)).toEqual([]);
  });

  it("leaves nothing open when the other processes cannot be listened to", async () => {
    const dir = tempDir();
    const bus = { tell: () => undefined, listen: () => Promise.reject(new Error("The pipe is gone.")) };
    await expect(open({ dir, bus })).rejects.toThrow("The pipe is gone.");
    expect(await leftOpen(dir)).toEqual([]);
  });

  it("leaves nothing open after its end", async () => {
    const dir = tempDir();
    const state = await open({ dir });
    expect(await leftOpen(dir)).toHaveLength(3);
    await state.close();
    expect(await leftOpen(dir)).toEqual([]);
  });
});
