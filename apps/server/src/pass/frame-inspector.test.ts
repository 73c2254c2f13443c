import { expect, it } from "vitest";
import { FrameInspector } from "./frame-inspector.js";

const frame = (choice: object, more: object = {}): string =>
  `data: ${JSON.stringify({ id: "gen-1", model: "a/b", provider: "P", choices: [{ index: 0, delta: {}, finish_reason: null, ...choice }], ...more })}`;
const words = (content: unknown): string => frame({ delta: { role: "assistant", content } });
const call = (...calls: object[]): string => frame({ delta: { tool_calls: calls } });
const look = (frames: readonly string[]): { readonly inspector: FrameInspector; readonly verdicts: unknown[] } => {
  const inspector = new FrameInspector({ keepUsage: false });
  const verdicts = frames.map((one) => {
    const bytes = Buffer.from(`${one}\n\n`);
    return inspector.skipPlain(bytes) === bytes.length ? "pass" : inspector.look(one);
  });
  return { inspector, verdicts };
};

it("passes a healthy stream and keeps its words (FAIL-5)", () => {
  const { inspector, verdicts } = look([
    words("Hello"),
    words(" wor"),
    words('ld "\\n'),
    words("\n."),
    frame({ finish_reason: "stop" }),
    "data: [DONE]",
  ]);
  expect(verdicts).toEqual(["pass", "pass", "pass", "pass", "pass", "pass"]);
  expect(inspector).toMatchObject({
    text: 'Hello world "\\n\n.',
    id: "gen-1",
    model: "a/b",
    provider: "P",
    finished: true,
    done: true,
    progress: 4,
  });
});

it("reads words that look like the frame around them as words", () => {
  const tricky = ['"},"finish_reason":null}', '","error":{"code":1}', "\\", '\\"', "a\u2028b", "ü😀", '{"error":{}}', "[DONE]"];
  const { inspector, verdicts } = look(tricky.flatMap((text) => [words("x"), words(text)]));
  expect(new Set(verdicts)).toEqual(new Set(["pass"]));
  expect(inspector.text).toBe(tricky.map((text) => `x${text}`).join(""));
});

it("does not take a frame for a plain one because it begins and ends like one", () => {
  const plain = words("one");
  const smuggled = plain.replace('"one"', '"one"},"error":{"code":502},"x":{"content":"two"');
  const broken = plain.replace('"one"', '"o\u0001ne"');
  expect(look([plain, smuggled]).verdicts).toEqual(["pass", "odd"]);
  expect(look([plain, broken]).verdicts).toEqual(["pass", "odd"]);
});

it("passes over plain frames in one step, up to the first other one", () => {
  const { inspector } = look([words("one")]);
  const plain = Buffer.from(`${words("ü😀")}\n\n${words(" three")}\n\n`);
  const others = [words('"'), words("\n"), `${words("x")}\r`, "data: [DONE]", words("cut").slice(0, -1)];
  for (const other of others) {
    expect(inspector.skipPlain(Buffer.concat([plain, Buffer.from(`${other}\n\n`)]))).toBe(plain.length);
    expect(inspector.skipPlain(Buffer.from(other))).toBe(0);
  }
  expect(inspector.text).toBe(`one${"ü😀 three".repeat(others.length)}`);
  expect(inspector.progress).toBe(1 + 2 * others.length);
});

it.each([
  ["an error", 'data: {"error":{"code":502,"message":"x"}}'],
  ["an error in a choice", frame({ error: { code: 1 } })],
  ["broken JSON", 'data: {"choices":[{"delta":{"content":"x'],
  ["no choices at all", 'data: {"id":"x"}'],
  ["content in parts", words([{ type: "text", text: "x" }])],
  ["an end that is none", frame({ finish_reason: "error" })],
  ["an end of nothing", frame({ finish_reason: "stop" })],
  ["[DONE] before the end", "data: [DONE]"],
  ["an event with a name", "event: x\ndata: {}"],
  ["other line ends", `${words("x")}\r`],
  ["a call without an id", call({ index: 0, function: { name: "f", arguments: "" } })],
  ["a call without an index", call({ id: "c", function: { name: "f", arguments: "" } })],
  ["a call without a name", call({ index: 0, id: "c", function: { arguments: "" } })],
  ["arguments as an object", call({ index: 0, id: "c", function: { name: "f", arguments: {} } })],
  ["one id for two calls", call({ index: 0, id: "c", function: { name: "f" } }, { index: 1, id: "c", function: { name: "g" } })],
])("leaves %s to the engine (FAIL-4)", (_what, odd) => {
  expect(look([odd]).verdicts).toEqual(["odd"]);
});

it("corrects a reason that the calls contradict, and drops usage that was not asked for", () => {
  const opening = call({ index: 0, id: "c", type: "function", function: { name: "f", arguments: "" } });
  const usage = 'data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"cost":0.5}}';
  const { inspector, verdicts } = look([
    opening,
    call({ index: 0, function: { arguments: "{}" } }),
    frame({ finish_reason: "stop" }),
    usage,
  ]);
  expect(verdicts).toEqual(["pass", "pass", { text: expect.stringContaining('"finish_reason":"tool_calls"') }, "skip"]);
  expect([inspector.calls, inspector.usage?.costUsd]).toEqual([[{ id: "c", name: "f", arguments: "{}" }], 0.5]);
});
