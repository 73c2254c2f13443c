import { describe, expect, it } from "vitest";
import { ReasoningAssembler } from "./reasoning-details.js";

function assemble(...deltas: readonly unknown[]) {
  const assembler = new ReasoningAssembler();
  const told = deltas.map((details) => assembler.push(details).reasoning);
  return { items: assembler.items, told };
}
const A = { format: "anthropic-claude-v1", index: 0 };
const text = (words: string, more: object = {}) => ({ type: "reasoning.text", text: words, ...A, ...more });
const summary = (words: string, more: object = {}) => ({
  type: "reasoning.summary",
  summary: words,
  format: "openai-responses-v1",
  index: 0,
  ...more,
});
const sealed = (data: string, more: object = {}) => ({
  type: "reasoning.encrypted",
  data,
  format: "openai-responses-v1",
  index: 1,
  ...more,
});

// CHAT-6
describe("reasoning details from a stream", () => {
  it("join the text of one block, and a signature closes it", () => {
    const { items, told } = assemble([text("Let ")], [text("me")], [{ type: "reasoning.text", signature: "EqQB", ...A }], [text("Next")]);
    expect(items).toEqual([text("Let me", { signature: "EqQB" }), text("Next")]);
    expect(told).toEqual(["Let ", "me", undefined, "Next"]);
  });

  it("are byte-exact: the order of fields and unknown ones stay", () => {
    const first = { type: "reasoning.text", format: "anthropic-claude-v1", text: "a ", index: 0, later: { z: 1, a: null } };
    const { items } = assemble([first], [{ type: "reasoning.text", text: "\u{1F600}\u2028", index: 0 }]);
    expect(JSON.stringify(items)).toBe(JSON.stringify([{ ...first, text: "a \u{1F600}\u2028" }]));
  });

  it("join summaries by index, and keep sealed items whole and in order", () => {
    const { items } = assemble([summary("**Pl")], [summary("an**")], [sealed("gAAA", { id: "rs_1" })], [summary("Two", { index: 2 })]);
    expect(items).toEqual([summary("**Plan**"), sealed("gAAA", { id: "rs_1" }), summary("Two", { index: 2 })]);
  });

  it("are told apart by type, index, id and format", () => {
    const items = [
      text("a"),
      text("b", { index: 1 }),
      text("c", { index: 1, id: "x" }),
      text("d", { index: 1, id: "y" }),
      text("e", { index: 1, id: "y", format: "unknown" }),
    ];
    expect(assemble(...items.map((item) => [item])).items).toEqual([items[0], text("bc", { index: 1, id: "x" }), items[3], items[4]]);
  });

  it("keep two blocks that were only signed", () => {
    const one = { type: "reasoning.text", text: "", signature: "AAAA", ...A };
    const two = { type: "reasoning.text", text: "", signature: "BBBB", ...A };
    expect(assemble([one], [two]).items).toEqual([one, two]);
    expect(assemble([one], [one]).items).toEqual([one]);
  });

  // Rule 3
  it("are kept once when a provider sends them again", () => {
    const { items, told } = assemble(
      [text("Let me", { signature: "EqQB" })],
      [sealed("gAAA")],
      [text("Let me", { signature: "EqQB" })],
      [sealed("gAAA")],
    );
    expect(items).toEqual([text("Let me", { signature: "EqQB" }), sealed("gAAA")]);
    expect(told).toEqual(["Let me", undefined, "", undefined]);
  });

  // Rule 3
  it("without a signature are also kept once when they are sent again whole, and a signature may come with the repetition", () => {
    const long = "I weigh the one against the other.";
    expect(assemble([summary(long)], [sealed("gAAA")], [summary(long)], [sealed("gAAA")]).items).toEqual([summary(long), sealed("gAAA")]);
    const [one, two] = [long.slice(0, 12), long.slice(12)];
    expect(assemble([text(one)], [text(two)], [text(long)])).toEqual({ items: [text(long)], told: [one, two, ""] });
    expect(assemble([text(one)], [text(two)], [text(long, { signature: "EqQB" })]).items).toEqual([text(long, { signature: "EqQB" })]);
    expect(assemble([text("ha")], [text("ha")]).items).toEqual([text("haha")]);
  });

  it("keep kinds that nobody knows, each once", () => {
    const odd = {
      type: "reasoning.server_tool_call",
      tool_name: "web_search",
      arguments: "{}",
      result: "…",
      format: "xai-responses-v1",
      index: 1,
    };
    expect(assemble([odd], [odd]).items).toEqual([odd]);
  });

  // Rule 6
  it("that were sent empty are an empty list, and those that were never sent are none", () => {
    expect(assemble([]).items).toEqual([]);
    expect(assemble(undefined, null, "x", {}).items).toBeUndefined();
  });

  it("survive odd values, and reach no prototype", () => {
    const odd = JSON.parse(
      '{"type":"reasoning.text","text":"b","__proto__":{"polluted":1},"format":"anthropic-claude-v1","index":0}',
    ) as object;
    const { items } = assemble([null, 3, "x", [], { type: 7 }, { type: "reasoning.text", text: 5 }], [text("a")], [odd]);
    expect(items?.at(-1)).toEqual(text("ab"));
    expect(items?.at(-1)?.["polluted"]).toBeUndefined();
  });

  it("are handed out as copies", () => {
    const assembler = new ReasoningAssembler();
    assembler.push([text("a")]);
    const before = assembler.items;
    assembler.push([text("b")]);
    expect(before).toEqual([text("a")]);
  });
});
