import { describe, expect, it } from "vitest";
import { PulledBody } from "./pulled-body.js";

function setUp() {
  const flow: string[] = [];
  const body = new PulledBody({ pause: () => flow.push("pause"), resume: () => flow.push("resume"), close: () => flow.push("close") });
  return { body, flow };
}
const bytes = (size: number): Uint8Array => new Uint8Array(size);

// NET-4
describe("pushed pieces, pulled", () => {
  it("come in order, then the end; those of one turn together", async () => {
    const { body } = setUp();
    const waiting = body.read();
    body.push(new Uint8Array([1]));
    body.push(new Uint8Array([2, 3]));
    expect([...((await waiting) ?? [])]).toEqual([1, 2, 3]);
    body.push(new Uint8Array([4]));
    body.push(new Uint8Array([5]));
    body.end();
    expect([...((await body.read()) ?? [])]).toEqual([4, 5]);
    expect([await body.read(), await body.read()]).toEqual([undefined, undefined]);
  });

  it("reach a reader who waits before the end that came in the same turn", async () => {
    const { body } = setUp();
    const waiting = body.read();
    body.push(bytes(1));
    body.end();
    expect([(await waiting)?.length, await body.read()]).toEqual([1, undefined]);
  });

  it("reach a reader who waits before the break that came in the same turn", async () => {
    const { body } = setUp();
    const waiting = body.read();
    body.push(bytes(1));
    body.fail(new Error("cut"));
    expect((await waiting)?.length).toBe(1);
    await expect(body.read()).rejects.toThrow("cut");
  });

  it("never reach a reader who was told of an abort in the same turn", async () => {
    const { body } = setUp();
    const waiting = body.read();
    body.push(bytes(1));
    body.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await expect(body.read()).rejects.toThrow("enough");
  });

  it("hold the connection back above the mark, and let it go when they are taken", async () => {
    const { body, flow } = setUp();
    body.push(bytes(40_000));
    expect(flow).toEqual([]);
    body.push(bytes(40_000));
    body.push(bytes(40_000));
    expect(flow).toEqual(["pause"]);
    expect((await body.read())?.length).toBe(120_000);
    expect(flow).toEqual(["pause", "resume"]);
  });

  it("are given out before the break that followed them", async () => {
    const { body } = setUp();
    body.push(bytes(1));
    body.fail(new Error("cut"));
    expect((await body.read())?.length).toBe(1);
    await expect(body.read()).rejects.toThrow("cut");
    await expect(body.read()).rejects.toThrow("cut");
  });

  it("are dropped by an abort", async () => {
    const { body } = setUp();
    body.push(bytes(1));
    body.abort(new Error("enough"));
    await expect(body.read()).rejects.toThrow("enough");
  });

  it("do not come any more once the reader has left", async () => {
    const { body, flow } = setUp();
    const waiting = body.read();
    await body.cancel();
    body.push(bytes(1));
    body.fail(new Error("late"));
    expect([await waiting, await body.read()]).toEqual([undefined, undefined]);
    await body.cancel();
    expect(flow).toEqual(["close"]);
  });

  it("at their end leave nothing to close", async () => {
    const { body, flow } = setUp();
    body.end();
    await body.cancel();
    expect(flow).toEqual([]);
  });
});
