import { describe, expect, it } from "vitest";
import { listToObjectInText, moveInText } from "./move-in-text.js";

// CFG-6
describe("a member that is moved", () => {
  it("within its object only gets another name, in the quotes that it had", () => {
    expect(moveInText("{ a: { b: 1 /* one */, c: 2 } }", ["a", "b"], ["a", "x"])).toBe("{ a: { x: 1 /* one */, c: 2 } }");
    expect(moveInText('{ "b": 1 }', ["b"], ["x"])).toBe('{ "x": 1 }');
    expect(moveInText("{ b: 1 }", ["b"], ["x y"])).toBe('{ "x y": 1 }');
    expect(moveInText("{ l: [{ b: 1 }] }", ["l", 0, "b"], ["l", 0, "x"])).toBe("{ l: [{ x: 1 }] }");
  });

  it("takes the comments above it and behind it on its line, and leaves those of its neighbours", () => {
    const text = `{
  a: {
    first: 1, // of the first

    // far above

    // right above
    /* and
       above */
    b: [1, // inside
        2], // behind
    // of the last
    last: 2,
  },
  x: {
    y: 0,
  },
}
`;
    expect(moveInText(text, ["a", "b"], ["x", "b"])).toBe(`{
  a: {
    first: 1, // of the first

    // far above

    // of the last
    last: 2,
  },
  x: {
    y: 0,
    // right above
    /* and
       above */
    b: [1, // inside
        2], // behind
  },
}
`);
  });

  it("is indented as its new place is", () => {
    expect(moveInText("{\n  a: {\n    b: {\n      c: 1,\n    },\n  },\n  d: 1,\n}", ["a", "b"], ["b"])).toBe(
      "{\n  a: {\n  },\n  d: 1,\n  b: {\n    c: 1,\n  },\n}",
    );
    expect(moveInText("{\r\n  a: {\r\n    // why\r\n    b: 1,\r\n  },\r\n}", ["a", "b"], ["b"])).toBe(
      "{\r\n  a: {\r\n  },\r\n  // why\r\n  b: 1,\r\n}",
    );
  });

  it("on one line has its comments as blocks", () => {
    expect(moveInText("{\n  a: {\n    // why */ so\n    b: 1, // behind\n  },\n  x: { y: 0 },\n}", ["a", "b"], ["x", "b"])).toBe(
      "{\n  a: {\n  },\n  x: { y: 0, /* why * / so */ b: 1 /* behind */ },\n}",
    );
  });

  it("must be there", () => {
    for (const path of [["b"], ["a", "c"], ["l", 1, "x"], ["l", "x"], ["a", "b", "c"]]) {
      expect(() => moveInText("{ a: { b: 1 }, l: [{ x: 1 }] }", path, ["z"])).toThrow(
        expect.objectContaining({
          code: "internal",
          message: expect.stringMatching(/^There is nothing at .+ that could be moved\.$/) as string,
        }),
      );
    }
    expect(() => moveInText("{}", ["a", "b c"], ["z"])).toThrow('There is nothing at a["b c"] that could be moved.');
  });
});

describe("a list that becomes an object", () => {
  it("has its entries as they are, under their names, in the quotes of its own name", () => {
    expect(listToObjectInText("{ a: [{ x: 1 }, /* two */ 2,] }", ["a"], ["one", "two words"])).toBe(
      '{ a: {one: { x: 1 }, /* two */ "two words": 2,} }',
    );
    expect(listToObjectInText('{ "a": [1] }', ["a"], ["one"])).toBe('{ "a": {"one": 1} }');
    expect(listToObjectInText("{ a: [] }", ["a"], [])).toBe("{ a: {} }");
    expect(() => listToObjectInText("{ a: 1 }", ["a"], [])).toThrow("There is nothing at a that could be moved.");
  });
});
