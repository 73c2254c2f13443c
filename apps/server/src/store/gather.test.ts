import { expect, it, onTestFinished, vi } from "vitest";
import { gather } from "./gather.js";
import { StateUnavailable } from "./unavailable.js";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Groups that end when they are told to. */
function held(options: { readonly maxCalls?: number; readonly oneAtATime?: boolean } = {}) {
  const groups: { readonly calls: readonly string[]; readonly end: (outcome?: "together" | "not" | Error) => void }[] = [];
  const alone: string[] = [];
  const call = gather<string, string>({
    gatherMs: 0,
    maxCalls: options.maxCalls ?? 10,
    oneAtATime: options.oneAtATime ?? true,
    groupOf: (name) => name.slice(0, 1),
    run: (calls) =>
      new Promise((resolve, reject) => {
        groups.push({
          calls,
          end: (outcome = "together") => {
            if (outcome instanceof Error) reject(outcome);
            else resolve(outcome === "together" ? calls.map((one) => `${one}!`) : undefined);
          },
        });
      }),
    runOne: async (one) => {
      alone.push(one);
      return `${one}?`;
    },
  });
  return { call, groups, alone };
}

it("answers the calls of one turn together, each with its own answer", async () => {
  const { call, groups } = held();
  const answers = Promise.all(["a1", "a2", "a3"].map(call));
  await turn();
  groups[0]?.end();
  expect(await answers).toEqual(["a1!", "a2!", "a3!"]);
});

it("lets those that come while a group is on its way gather behind it", async () => {
  const { call, groups } = held();
  const first = Promise.all(["a1", "a2"].map(call));
  await turn();
  const second = Promise.all([call("a3"), turn().then(() => call("a4"))]);
  for (let turns = 0; turns < 3; turns++) await turn();
  expect(groups.map(({ calls }) => calls)).toEqual([["a1", "a2"]]);
  groups[0]?.end();
  await first;
  await turn();
  expect(groups[1]?.calls).toEqual(["a3", "a4"]);
  groups[1]?.end();
  expect(await second).toEqual(["a3!", "a4!"]);
});

it("holds nobody up with a group of another name", async () => {
  const { call, groups } = held();
  void call("a1");
  void call("a2");
  await turn();
  const others = Promise.all(["b1", "b2"].map(call));
  await turn();
  groups[1]?.end();
  expect(await others).toEqual(["b1!", "b2!"]);
});

it("makes no group larger than it may be", async () => {
  const { call, groups } = held({ maxCalls: 2 });
  const answers = Promise.all(["a1", "a2", "a3", "a4"].map(call));
  await turn();
  groups[0]?.end();
  await turn();
  groups[1]?.end();
  expect(await answers).toEqual(["a1!", "a2!", "a3!", "a4!"]);
  expect(groups.map(({ calls }) => calls.length)).toEqual([2, 2]);
});

it("answers one by one what cannot be answered together, and goes on with whoever waited", async () => {
  for (const outcome of ["not", new Error("odd")] as const) {
    const { call, groups, alone } = held();
    const answers = Promise.all(["a1", "a2"].map(call));
    await turn();
    const behind = call("a3");
    groups[0]?.end(outcome);
    expect(await answers).toEqual(["a1?", "a2?"]);
    expect(await behind).toBe("a3?");
    expect(alone).toEqual(["a1", "a2", "a3"]);
  }
});

it("fails all of a group when the engine is away, and asks it anew for whoever waited", async () => {
  const { call, groups } = held();
  const answers = Promise.allSettled(["a1", "a2"].map(call));
  await turn();
  const behind = Promise.all(["a3", "a4"].map(call));
  groups[0]?.end(new StateUnavailable("sqlite", new Error("away")));
  expect((await answers).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await turn();
  groups[1]?.end();
  expect(await behind).toEqual(["a3!", "a4!"]);
});

it("says since when those have waited that came while a group was on its way, and those that it had no room for", async () => {
  const waits: (number | undefined)[] = [];
  const ends: (() => void)[] = [];
  const call = gather<string, string>({
    gatherMs: 0,
    maxCalls: 2,
    oneAtATime: true,
    groupOf: () => "one",
    async run(calls, { sinceMs }) {
      waits.push(sinceMs);
      await new Promise<void>((resolve) => ends.push(resolve));
      return calls;
    },
    async runOne(one, { sinceMs }) {
      waits.push(sinceMs);
      return one;
    },
  });
  const clock = vi.spyOn(Date, "now");
  onTestFinished(() => clock.mockRestore());
  clock.mockReturnValue(1_000);
  const first = ["a", "b", "c"].map(call);
  await turn();
  clock.mockReturnValue(2_000);
  const later = [call("d"), call("e")];
  ends[0]?.();
  await turn();
  ends[1]?.();
  await Promise.all([...first, ...later]);
  expect(waits).toEqual([undefined, 1_000, 2_000]);
});
