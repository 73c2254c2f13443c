import { expect, it } from "vitest";
import { testTarget } from "./__fixtures__/test-target.js";
import { listTargets } from "./list-targets.js";

const one = testTarget("openrouter/acme/one");
const two = testTarget("openrouter/acme/two");

it("lists one target and several alike", () => {
  expect(listTargets(one)).toEqual([one]);
  expect(listTargets([one, two])).toEqual([one, two]);
});

// Without types, anything may be given; and what is looked up in a list may not be there.
it.each([undefined, [], [undefined], [one, undefined], "openai/gpt-5-mini", ["openai/gpt-5-mini"], { model: "openai/gpt-5-mini" }])(
  "refuses %j, and says what makes a target",
  (target) => {
    expect(() => listTargets(target as never)).toThrow(
      expect.objectContaining({ code: "input_invalid", hint: expect.stringContaining("createTarget({ model:") as string }),
    );
  },
);
