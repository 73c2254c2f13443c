import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { createTally } from "./tally.js";

function setUp() {
  const registry = new Registry();
  const tally = createTally({ name: "made_total", help: "Made.", labelNames: ["route", "status"], registers: [registry] });
  const lines = async (): Promise<readonly string[]> => (await registry.metrics()).split("\n").filter((line) => line.startsWith("made_"));
  return { registry, tally, lines };
}

// SRV-8
describe("a tally", () => {
  it("adds up by its labels, and is one counter to whoever looks", async () => {
    const { tally, lines } = setUp();
    tally.add(1, "/a", 200);
    tally.add(2, "/a", 200);
    tally.add(1, "/a", 404);
    tally.add(0.5, "/b", 200);
    expect(await lines()).toEqual([
      'made_total{route="/a",status="200"} 3',
      'made_total{route="/a",status="404"} 1',
      'made_total{route="/b",status="200"} 0.5',
    ]);
  });

  it("counts nothing twice when it is looked at again, and goes on from there", async () => {
    const { registry, tally, lines } = setUp();
    tally.add(1, "/a", 200);
    await lines();
    expect(await lines()).toEqual(['made_total{route="/a",status="200"} 1']);
    tally.add(1, "/a", 200);
    await registry.getMetricsAsJSON();
    expect(await lines()).toEqual(['made_total{route="/a",status="200"} 2']);
  });
});
