import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../index.js";
import { ask, post, quickSandbox } from "../testing/quick-sandbox.js";
import { contentOf, finishOf, readStream, type CallDeltaLike, type ReadStream } from "../testing/read-stream.js";

// SBX-3: each fault behaves as named.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

const TOOLS = [
  {
    type: "function",
    function: { name: "get_weather", parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } },
  },
];

async function wholeWith(fault: string, body = ask("count to 20")): Promise<Response> {
  return post(sandbox, "/chat/completions", body, { "x-sandbox-fault": fault });
}

async function streamWith(fault: string, body = ask("count to 20")): Promise<ReadStream> {
  return readStream(await post(sandbox, "/chat/completions", { ...body, stream: true }, { "x-sandbox-fault": fault }));
}

/** The call deltas of a stream, in order. */
function callDeltas(stream: ReadStream): CallDeltaLike[] {
  return stream.frames.flatMap((frame) => frame.json?.choices?.[0]?.delta?.tool_calls ?? []);
}

describe("content faults (SBX-3)", () => {
  const weather = ask("What is the weather in Oslo and Paris?", { tools: TOOLS });
  const one = ask("What is the weather in Oslo?", { tools: TOOLS });

  it("duplicate-tool-ids gives all calls one id", async () => {
    const ids = new Set(
      callDeltas(await streamWith("duplicate-tool-ids", weather)).flatMap((delta) => (delta.id === undefined ? [] : [delta.id])),
    );
    expect([...ids]).toEqual(["call_duplicate"]);
  });

  it("repeated-tool-id repeats id and name on every delta", async () => {
    const deltas = callDeltas(await streamWith("repeated-tool-id", one));
    expect(deltas.length).toBeGreaterThan(1);
    expect(new Set(deltas.map((delta) => delta.id)).size).toBe(1);
    for (const delta of deltas) expect(delta.function?.name).toBe("get_weather");
  });

  it("missing-tool-ids leaves ids out, or empty", async () => {
    for (const delta of callDeltas(await streamWith("missing-tool-ids", one))) expect(delta).not.toHaveProperty("id");
    expect(callDeltas(await streamWith("missing-tool-ids:empty", one))[0]).toMatchObject({ id: "" });
  });

  it("missing-tool-index leaves the index out", async () => {
    for (const delta of callDeltas(await streamWith("missing-tool-index", one))) expect(delta).not.toHaveProperty("index");
  });

  it("object-arguments sends an object", async () => {
    expect(callDeltas(await streamWith("object-arguments", one))[0]?.function?.arguments).toEqual({ city: "Oslo" });
    const whole = (await (await wholeWith("object-arguments", one)).json()) as {
      choices: { message: { tool_calls: { function: { arguments: unknown } }[] } }[];
    };
    expect(whole.choices[0]?.message.tool_calls[0]?.function.arguments).toEqual({ city: "Oslo" });
  });

  it("late-tool-name names the function last", async () => {
    const deltas = callDeltas(await streamWith("late-tool-name", one));
    expect(deltas[0]?.function).not.toHaveProperty("name");
    expect(deltas.at(-1)?.function?.name).toBe("get_weather");
  });

  it("trailing-whitespace-arguments adds blank deltas", async () => {
    const args = callDeltas(await streamWith("trailing-whitespace-arguments", one)).map((delta) => delta.function?.arguments);
    expect(args.join("")).toBe('{"city":"Oslo"} \n');
  });

  it("finish-null-with-tools never says why it ended", async () => {
    const stream = await streamWith("finish-null-with-tools", one);
    expect([finishOf(stream), stream.done]).toEqual([undefined, true]);
  });

  it("reasoning-duplicate sends the details again", async () => {
    const body = ask("count to 3", { model: "anthropic/claude-sonnet-4.6", reasoning: { effort: "low" } });
    const texts = (await streamWith("reasoning-duplicate", body)).frames.flatMap((frame) =>
      (frame.json?.choices?.[0]?.delta?.reasoning_details ?? []).map((detail) => detail.text ?? ""),
    );
    const whole = texts.at(-1) ?? "";
    expect(texts.slice(0, -1).join("")).toBe(whole);
  });

  it("reasoning-only thinks and says nothing", async () => {
    const stream = await streamWith("reasoning-only", ask("count to 3", { reasoning: { effort: "low" } }));
    expect([contentOf(stream), finishOf(stream)]).toEqual(["", "length"]);
    expect(stream.text).toContain('"reasoning":"');
  });

  it("malformed-function-call is empty and says so natively", async () => {
    const stream = await streamWith("malformed-function-call", ask("hi", { model: "google/gemini-3.7-flash" }));
    expect(contentOf(stream)).toBe("");
    expect(stream.text).toContain('"native_finish_reason":"MALFORMED_FUNCTION_CALL"');
  });

  it("image-none succeeds without a picture", async () => {
    const body = { model: "sandbox/painter", prompt: "a lake" };
    const response = await post(sandbox, "/images", body, { "x-sandbox-fault": "image-none" });
    expect(((await response.json()) as { data: unknown[] }).data).toEqual([]);
    const chat = await wholeWith("image-none", ask("a lake", { model: "sandbox/painter", modalities: ["image", "text"] }));
    expect(await chat.text()).not.toContain("data:image");
  });
});
