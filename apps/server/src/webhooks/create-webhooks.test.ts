import { join } from "node:path";
import type { ServerResponse } from "node:http";
import { tempDir } from "@openclaw/testing";
import { expect, it, onTestFinished, vi } from "vitest";
import { startReceiver } from "../__fixtures__/video-server.js";
import { STATE_MIGRATIONS } from "../store/migrations.js";
import { openSqliteEngine } from "../store/sqlite/sqlite-engine.js";
import { testClock } from "../store/testing/test-clock.js";
import { createWebhooks } from "./create-webhooks.js";
import { createWebhookSecrets } from "./webhook-secrets.js";

/** Webhooks of a server of their own, of which `count` are due. */
async function withDue(count: number) {
  const receiver = await startReceiver();
  const engine = await openSqliteEngine({ path: join(tempDir(), "state.sqlite"), migrations: STATE_MIGRATIONS });
  onTestFinished(() => engine.close());
  const { clock, fake } = testClock();
  const context = { engine, clock, instanceId: "one" };
  const webhooks = createWebhooks(context, { secrets: createWebhookSecrets(context), allowPrivateNetwork: true });
  const steps = Array.from({ length: count }, (_, index) =>
    webhooks.step({ url: receiver.url, event: "video.completed", jobId: `video_${index}`, data: { index } }),
  );
  await engine.write(steps, "money");
  const triesOf = async (): Promise<readonly number[]> => {
    const rows = await engine.read("SELECT attempts FROM webhooks WHERE state = 'pending' ORDER BY seq", []);
    return rows.map(({ attempts }) => Number(attempts));
  };
  return { receiver, webhooks, fake, triesOf };
}

// SRV-6, SRV-8
it("at the end waits a moment for those on their way, begins no others, and what is cut off counts as not tried", async () => {
  const { receiver, webhooks, fake, triesOf } = await withDue(20);
  const open: ServerResponse[] = [];
  receiver.answer = (response) => void open.push(response);
  const ending = new AbortController();
  const working = webhooks.work(ending.signal);
  await vi.waitFor(() => expect(open).toHaveLength(16), 5_000);
  ending.abort();
  // One receiver is only slow.
  open[0]?.end();
  await vi.waitFor(async () => expect(await triesOf()).toHaveLength(19), 5_000);
  await fake.advance(3_000);
  await working;
  expect(receiver.received).toHaveLength(16);
  expect(await triesOf()).toEqual(Array.from({ length: 19 }, () => 0));
  receiver.answer = (response) => void response.end();
  expect(await webhooks.work()).toBe(19);
  expect(await triesOf()).toEqual([]);
  expect(fake.pending()).toEqual([]);
}, 20_000);
