import { describe, expect, it, vi } from "vitest";
import type { ChatEvent } from "../events.js";
import { parseToolInput, ToolCallAssembler } from "./tool-calls.js";

type Piece = Record<string, unknown>;

function assemble(...deltas: readonly (readonly Piece[])[]) {
  const assembler = new ToolCallAssembler();
  const events: ChatEvent[] = [];
  for (const pieces of deltas) assembler.push(pieces, events);
  return { calls: assembler.finish().map(({ id, name, arguments: text }) => `${id} ${name} ${text}`), events };
}
const fn = (name: unknown, text?: unknown) => ({
  ...(name === undefined ? {} : { name }),
  ...(text === undefined ? {} : { arguments: text }),
});

describe("tool-call pieces", () => {
  // CHAT-8
  it("are joined by index, also when calls are interleaved", () => {
    const { calls, events } = assemble(
      [
        { index: 0, id: "a", function: fn("look", "") },
        { index: 1, id: "b", function: fn("ask", '{"q"') },
      ],
      [
        { index: 0, function: fn(undefined, '{"x":1') },
        { index: 1, function: fn(undefined, ":2}") },
      ],
      [{ index: 0, function: fn(undefined, "}") }],
    );
    expect(calls).toEqual(['a look {"x":1}', 'b ask {"q":2}']);
    expect(events).toEqual([
      { type: "tool-input-start", index: 0, name: "look" },
      { type: "tool-input-start", index: 1, name: "ask" },
      { type: "tool-input", index: 1, text: '{"q"' },
      { type: "tool-input", index: 0, text: '{"x":1' },
      { type: "tool-input", index: 1, text: ":2}" },
      { type: "tool-input", index: 0, text: "}" },
    ]);
  });

  // CHAT-8; traps 9 to 13
  it.each<readonly [name: string, deltas: readonly (readonly Piece[])[], calls: readonly string[]]>([
    ["no id at all", [[{ index: 0, function: fn("look", "{}") }]], ["call_0 look {}"]],
    [
      "an empty id",
      [[{ index: 0, id: "", function: fn("look", "{}") }], [{ index: 1, id: "", function: fn("ask", "{}") }]],
      ["call_0 look {}", "call_1 ask {}"],
    ],
    [
      "an id that comes late",
      [[{ index: 0, function: fn("look", "{") }], [{ index: 0, id: "a", function: fn(undefined, "}") }]],
      ["a look {}"],
    ],
    [
      "id and name on every piece",
      [[{ index: 0, id: "a", function: fn("look", "{") }], [{ index: 0, id: "a", function: fn("look", "}") }]],
      ["a look {}"],
    ],
    [
      "no index, the same id",
      [
        [{ id: "a", function: fn("look", "{") }],
        [{ id: "b", function: fn("ask", "{") }],
        [{ id: "a", function: fn(undefined, "}") }],
        [{ id: "b", function: fn(undefined, "}") }],
      ],
      ["a look {}", "b ask {}"],
    ],
    ["no index and no id after the first", [[{ id: "a", function: fn("look", "{") }], [{ function: fn(undefined, "}") }]], ["a look {}"]],
    ["no index, the id late", [[{ function: fn("look", "{") }], [{ id: "a", function: fn(undefined, "}") }]], ["a look {}"]],
    ["index null", [[{ index: null, id: "a", function: fn("look", "{") }], [{ index: null, function: fn(undefined, "}") }]], ["a look {}"]],
    ["an index only later", [[{ id: "a", function: fn("look", "{") }], [{ index: 0, function: fn(undefined, "}") }]], ["a look {}"]],
    [
      "an index as text",
      [
        [{ index: "0", id: "a", function: fn("look", "{") }],
        [{ index: "1", id: "b", function: fn("ask", "{}") }],
        [{ index: "0", function: fn(undefined, "}") }],
      ],
      ["a look {}", "b ask {}"],
    ],
    [
      "every call at index 0",
      [[{ index: 0, id: "a", function: fn("look", "{}") }], [{ index: 0, id: "b", function: fn("ask", "{}") }]],
      ["a look {}", "b ask {}"],
    ],
    [
      "one id for two calls",
      [
        [
          { index: 0, id: "a", function: fn("look", "{}") },
          { index: 1, id: "a", function: fn("ask", "{}") },
        ],
      ],
      ["a look {}", "a_2 ask {}"],
    ],
    [
      "indexes that begin at 1 or skip",
      [[{ index: 1, id: "a", function: fn("look", "{}") }], [{ index: 5, id: "b", function: fn("ask", "{}") }]],
      ["a look {}", "b ask {}"],
    ],
    ["arguments empty", [[{ index: 0, id: "a", function: fn("look", "") }]], ["a look {}"]],
    ["arguments null", [[{ index: 0, id: "a", function: fn("look", null) }]], ["a look {}"]],
    ["arguments missing", [[{ index: 0, id: "a", function: fn("look") }]], ["a look {}"]],
    [
      "arguments as an object",
      [[{ index: 0, id: "a", function: fn("look", { x: 1 }) }], [{ index: 0, function: fn(undefined, { x: 1 }) }]],
      ['a look {"x":1}'],
    ],
    [
      "an empty object before the text",
      [[{ index: 0, id: "a", function: fn("look", {}) }], [{ index: 0, function: fn(undefined, '{"x":1}') }]],
      ['a look {"x":1}'],
    ],
    [
      "white space after the end",
      [[{ index: 0, id: "a", function: fn("look", '{"x":1}') }], [{ index: 0, function: fn(undefined, "\n  ") }]],
      ['a look {"x":1}'],
    ],
    [
      "a name that comes last",
      [
        [{ index: 0, id: "a", function: fn(undefined, '{"x"') }],
        [{ index: 0, function: fn(undefined, ":1}") }],
        [{ index: 0, function: fn("look") }],
      ],
      ['a look {"x":1}'],
    ],
    ["an empty name later", [[{ index: 0, id: "a", function: fn("look", "") }], [{ index: 0, function: fn("", "{}") }]], ["a look {}"]],
    ["name and arguments without function", [[{ index: 0, id: "a", name: "look", arguments: "{}" }]], ["a look {}"]],
    ["no name ever", [[{ index: 0, id: "a", function: fn(undefined, "{}") }]], []],
    [
      "odd values",
      [
        [null as unknown as Piece, 7 as unknown as Piece, {}, { index: {}, id: 3, function: [] }],
        [{ index: 9, id: "a", function: fn("look", "{}") }],
      ],
      ["a look {}"],
    ],
  ])("survive %s", (_name, deltas, calls) => {
    expect(assemble(...deltas).calls).toEqual(calls);
  });

  // Quadratic elsewhere: what has come is parsed again, or handed out again, with every piece.
  it("of a long argument are handed on once each, and never parsed on the way", () => {
    const parse = vi.spyOn(JSON, "parse");
    try {
      const pieces = Array.from({ length: 2_000 }, () => [{ index: 0, function: fn(undefined, "0123456789") }]);
      const { calls, events } = assemble([{ index: 0, id: "a", function: fn("write", '{"text":"') }], ...pieces, [
        { index: 0, function: fn(undefined, '"}') },
      ]);
      expect(calls[0]).toHaveLength('a write {"text":""}'.length + 20_000);
      const handedOn = events.reduce((sum, event) => sum + (event.type === "tool-input" ? event.text.length : 0), 0);
      expect(handedOn).toBe('{"text":""}'.length + 20_000);
      expect(parse).not.toHaveBeenCalled();
    } finally {
      parse.mockRestore();
    }
  });

  it("that are no list at all are skipped", () => {
    const assembler = new ToolCallAssembler();
    for (const odd of [null, 3, "x", {}]) assembler.push(odd, []);
    expect(assembler.finish()).toEqual([]);
  });

  it("whose name comes last are told then, with the arguments so far", () => {
    const { events } = assemble([{ index: 0, function: fn(undefined, '{"x"') }], [{ index: 0, function: fn("look", ":1}") }]);
    expect(events).toEqual([
      { type: "tool-input-start", index: 0, name: "look" },
      { type: "tool-input", index: 0, text: '{"x":1}' },
    ]);
  });
});

describe("parseToolInput", () => {
  const call = (text: string) => ({ id: "a", name: "look", arguments: text });

  it("gives the object, or says what is wrong", () => {
    expect(parseToolInput(call('{"x":1}'))).toEqual({ input: { x: 1 } });
    expect(parseToolInput(call('{"x":'))).toEqual({ problem: "The arguments are not valid JSON." });
    for (const text of ["[1]", "null", "3"])
      expect(parseToolInput(call(text))).toEqual({ problem: "The arguments are not a JSON object." });
  });
});
