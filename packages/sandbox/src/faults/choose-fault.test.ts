import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { FAULTS, type FaultName, type Sandbox } from "../index.js";
import { ask, get, post, quickSandbox } from "../testing/quick-sandbox.js";

// SBX-3: each fault behaves as named.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());
afterEach(() => sandbox.clearFaults());

async function wholeWith(fault: string, body = ask("count to 20")): Promise<Response> {
  return post(sandbox, "/chat/completions", body, { "x-sandbox-fault": fault });
}

describe("a fault is chosen by rule, header or model id (SBX-3)", () => {
  it("by a rule with path, method, model, nth and times", async () => {
    sandbox.setFault({ name: "status-503", path: "/chat/completions", method: "POST", model: /echo$/, nth: 2, times: 1 });
    const echo = ask("hi", { model: "sandbox/echo" });
    expect((await post(sandbox, "/chat/completions", ask("hi"))).status).toBe(200);
    const seen = [];
    for (let round = 0; round < 3; round += 1) seen.push((await post(sandbox, "/chat/completions", echo)).status);
    expect(seen).toEqual([200, 503, 200]);
  });

  it("by a rule that lasts so many times", async () => {
    sandbox.setFault({ name: "status-502", times: 2 });
    const seen = [];
    for (let round = 0; round < 3; round += 1) seen.push((await get(sandbox, "/models")).status);
    expect(seen).toEqual([502, 502, 200]);
  });

  it("by header and by model id, parameter after the colon", async () => {
    const byHeader = await wholeWith("status-429:7");
    expect([byHeader.status, byHeader.headers.get("retry-after")]).toEqual([429, "7"]);
    const byModel = await post(sandbox, "/chat/completions", ask("hi", { model: "sandbox/fault-status-429:9" }));
    expect([byModel.status, byModel.headers.get("retry-after")]).toEqual([429, "9"]);
  });

  it("an unknown name in a rule is refused, in a header ignored", async () => {
    expect(() => sandbox.setFault({ name: "no-such-fault" as FaultName })).toThrow("Unknown fault");
    expect((await wholeWith("no-such-fault")).status).toBe(200);
  });

  it("describes every fault", () => {
    expect(FAULTS.size).toBeGreaterThan(75);
    for (const [name, note] of FAULTS) expect(note.effect, name).not.toBe("");
  });
});
