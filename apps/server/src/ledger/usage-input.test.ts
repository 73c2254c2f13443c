import { expect, it } from "vitest";
import { usageQuerySchema } from "./usage-input.js";

// SRV-5
it("reads a time as seconds, date or date and time, and groups as a list", () => {
  expect(
    usageQuerySchema.parse({ from: "2026-11-01", to: "2026-12-01T00:00:00+01:00", groupBy: "model, day,model", keyId: "key_1" }),
  ).toEqual({
    filter: { fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 30, 23), keyId: "key_1" },
    groupBy: ["model", "day"],
  });
  expect(usageQuerySchema.parse({ from: "1800000000" }).filter).toEqual({ fromMs: 1_800_000_000_000 });
  expect(usageQuerySchema.parse({})).toEqual({ filter: {}, groupBy: [] });
});

it.each([{ from: "yesterday" }, { groupBy: "color" }, { groupBy: "" }, { form: "2026-11-01" }])("refuses %j", (query) => {
  expect(usageQuerySchema.safeParse(query).success).toBe(false);
});
