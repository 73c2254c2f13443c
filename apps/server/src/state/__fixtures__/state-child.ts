// A process that a test starts several of, and kills: `state-child <place as JSON> <what> …`. It prints a line for everything that was acknowledged.
import { createTarget, type Clock } from "@openclaw/core";
import { systemClock } from "@openclaw/core/internal";
import { hashBody } from "../../idempotency/hash-body.js";
import { openState } from "../open-state.js";
import type { State } from "../state.js";

interface Place {
  readonly dir: string;
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  /** This process's clock is ahead by so much: leases of a killed one are over at once. */
  readonly aheadMs?: number;
  /** The provider. */
  readonly baseUrl?: string;
}

const [placeText = "{}", what = "", ...rest] = process.argv.slice(2);
const { aheadMs = 0, baseUrl = "http://127.0.0.1:1", ...place } = JSON.parse(placeText) as Place;
const clock: Clock = { now: () => Date.now() + aheadMs, after: systemClock.after };
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const state = await openState({
  ...place,
  clock,
  tickMs: 20,
  background: what === "videos",
  videos: {
    resolveTargets: (models) => models.map((model) => createTarget({ model, apiKey: "sk-or-test", baseUrl })),
    pollMs: 20,
    allowPrivateNetwork: true,
  },
});
say("ready");
await new Promise((resolve) => process.stdin.once("data", resolve));

const programs: Readonly<Record<string, (state: State) => Promise<void>>> = {
  /** Reserves as much as it gets, all at once. */
  async reserve({ budgets }) {
    const [keyId = "", count = "0", estimateUsd = "0", prefix = ""] = rest;
    const answers = await Promise.all(
      Array.from({ length: Number(count) }, (_, index) => budgets.reserve({ keyId, estimateUsd: Number(estimateUsd), requestId: `${prefix}-${index}` })),
    );
    say(`got ${answers.filter(({ ok }) => ok).length}`);
  },
  /** Spends until it is killed, or there is nothing left. */
  async spend({ budgets }) {
    const [keyId = "", prefix = ""] = rest;
    const one = async (lane: number): Promise<void> => {
      for (let index = 0; ; index++) {
        const requestId = `${prefix}-${lane}-${index}`;
        const reserved = await budgets.reserve({ keyId, estimateUsd: 0.001, requestId });
        if (!reserved.ok) return;
        say(`reserved ${requestId}`);
        const row = { requestId, attempt: 1, keyId, endpoint: "chat", model: "m", latencyMs: 1, outcome: "ok", costUsd: 0.000_7 };
        await budgets.settle(requestId, 0.000_7, [row]);
        say(`settled ${requestId}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, lane) => one(lane)));
    say("spent");
  },
  /** Posts under idempotency keys, as the HTTP side does. */
  async post({ idempotency }) {
    const [count = "0"] = rest;
    const one = async (index: number): Promise<void> => {
      const request = { scope: "key_a", key: `k-${index}`, bodyHash: hashBody("POST", "/v1/images", String(index)) };
      const begun = await idempotency.begin(request);
      if (begun.kind === "fresh") {
        await idempotency.sending(request);
        const reply = await fetch(`${baseUrl}/${index}`, { method: "POST" });
        await idempotency.complete(request, { status: 200, headers: {}, body: new Uint8Array(await reply.arrayBuffer()) });
      }
      say(`${begun.kind} ${index}`);
    };
    const lanes = Array.from({ length: 10 }, async (_, lane) => {
      for (let index = lane; index < Number(count); index += 10) await one(index);
    });
    await Promise.all(lanes);
    say("posted");
  },
  /** Begins a turn of a conversation, and never ends it. */
  async turn({ sessions }) {
    const session = await sessions.get(undefined, rest[0] ?? "");
    if (session === undefined) throw new Error("no such session");
    const turn = await sessions.begin(session);
    await turn.ask([{ role: "user", content: "Count." }], {});
    say("begun turn");
    await new Promise(() => undefined);
  },
  /** Submits video jobs, and works until it is killed. */
  async videos({ jobs }) {
    const [count = "0", prefix = ""] = rest;
    for (let index = 0; index < Number(count); index++) {
      const prompt = `${prefix}-${index}`;
      const input = { requestId: prompt, request: { prompt }, models: ["openrouter/google/veo-3.1-fast"] };
      const job = await jobs.submit({ ...input, idempotency: { scope: "a", key: prompt, bodyHash: "x" } });
      say(`submitted ${prompt} ${job.id}`);
    }
    say("submitted all");
    await new Promise(() => undefined);
  },
};

await programs[what]?.(state);
await state.close();
process.exit(0);
