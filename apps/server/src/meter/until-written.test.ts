import { settle } from "@openclaw/testing";
import { expect, it } from "vitest";
import { testClock } from "../store/testing/test-clock.js";
import { StateUnavailable } from "../store/unavailable.js";
import { untilWritten } from "./until-written.js";

const never = new AbortController().signal;

// SRV-4, SRV-9
it("writes again while the store is away, and gives up on anything else", async () => {
  const { clock, fake } = testClock();
  let tries = 0;
  const written = untilWritten(
    async () => {
      tries++;
      if (tries < 8) throw new StateUnavailable("postgres", undefined);
      return "written";
    },
    { signal: never, clock },
  );
  for (let seconds = 0; seconds < 60; seconds++) await fake.advance(1_000);
  expect([await written, tries]).toEqual(["written", 8]);
  await expect(untilWritten(() => Promise.reject(new Error("wrong SQL")), { signal: never, clock })).rejects.toThrow("wrong SQL");
});

it("tries once more, at once, when the server ends while it waits", async () => {
  const { clock } = testClock();
  const ending = new AbortController();
  let tries = 0;
  const written = untilWritten(
    async () => {
      tries++;
      if (tries < 2) throw new StateUnavailable("postgres", undefined);
      return "written";
    },
    { signal: ending.signal, clock },
  );
  await settle();
  ending.abort();
  expect(await written).toBe("written");
});

it("does not try again when the server ends while it tries: a try may take long", async () => {
  const { clock } = testClock();
  const ending = new AbortController();
  let tries = 0;
  const write = async (): Promise<never> => {
    tries++;
    throw new StateUnavailable("sqlite", undefined);
  };
  const written = untilWritten(write, { signal: ending.signal, clock });
  ending.abort();
  await expect(written).rejects.toMatchObject({ code: "state_unavailable" });
  expect(tries).toBe(1);
});
