import { expect, it } from "vitest";
import { checkDescriptors } from "./check-descriptors.js";

const limits = (soft: string) => () =>
  `Limit                     Soft Limit           Hard Limit           Units
Max processes             7711                 7711                 processes
Max open files            ${soft.padEnd(20)} ${soft.padEnd(20)} files
Max locked memory         8388608              8388608              bytes
`;

// SRV-8
it("says when there are fewer open files than the requests in progress need, and what to do", () => {
  expect(checkDescriptors(12_000, limits("4096"))).toEqual({
    limit: 4096,
    needed: 24_256,
    message:
      "The system lets this process open 4096 files; 12000 requests in progress need 24256. Raise the limit (LimitNOFILE= of systemd, ulimits.nofile of compose, ulimit -n of a shell), or set OPENCLAW_SERVER_MAX_ACTIVE to 1920.",
  });
  expect(checkDescriptors(1_920, limits("4096"))).toBeUndefined();
  expect(checkDescriptors(5, limits("16"))).toMatchObject({ message: expect.stringContaining("MAX_ACTIVE to 1.") });
});

it.each([
  ["enough", limits("65536")],
  ["without a limit", limits("unlimited")],
  ["a system that does not tell", () => ""],
])("says nothing of %s", (_what, read) => {
  expect(checkDescriptors(12_000, read)).toBeUndefined();
});
