import { createTarget, type Transport } from "@openclaw/core";
import { expect, it } from "vitest";
import type { AnswerNote } from "./answer-note.js";
import { findBill } from "./find-bill.js";

const target = createTarget({ model: "openrouter/a/b", apiKey: "sk-or-planted" });
const transport: Transport = () => Promise.reject(new Error("Nothing is asked for here."));
const { signal } = new AbortController();
const note: AnswerNote = { model: "a/b", outcome: "cancelled", attempts: [], usage: undefined };
const bill = (more: Partial<AnswerNote>, unnamed: boolean): Promise<unknown> =>
  findBill({ ...note, ...more }, target, { transport, heldUsd: 0.3, unnamed, signal }).then(({ costUsd }) => costUsd);

// SRV-4
it("takes what was given up without a name for as dear as it may have been", async () => {
  expect(await bill({}, true)).toBe(0.3);
  expect(await bill({ outcome: "failed" }, true)).toBe(0.3);
  expect(await bill({}, false)).toBeUndefined();
});

it("asks for no bill that was told already", async () => {
  const attempts = [{ ...attempt(), costUsd: 0.01, generationId: "gen-1" }];
  expect(await bill({ attempts, generationId: "gen-1" }, false)).toBe(0.01);
});

function attempt(): AnswerNote["attempts"][number] {
  return { model: "openrouter/a/b", keyLabel: "default", outcome: "aborted", startedAtMs: 0, durationMs: 1 };
}
