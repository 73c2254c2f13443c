import { describe, expect, it } from "vitest";
import { plainStyle } from "../style.js";
import { renderAnswerTable } from "./answer-table.js";

const RIVERS = [
  ["Rhine", "from the Alps to the North Sea", "1233 km"],
  ["Danube", "from the Black Forest to the Black Sea", "2850 km"],
];
const render = (columns: number): string =>
  renderAnswerTable(["river", "course", "length"], RIVERS, { columns, style: plainStyle, right: [2] });

describe("renderAnswerTable (CLI-4)", () => {
  it("is as wide as its cells where they fit, with numbers at the right", () => {
    expect(render(80)).toBe(`river   course                                   length
Rhine   from the Alps to the North Sea          1233 km
Danube  from the Black Forest to the Black Sea  2850 km
`);
  });

  it("goes on in further rows where they do not, and cuts nothing", () => {
    expect(render(40)).toBe(`river   course                    length

Rhine   from the Alps to the     1233 km
        North Sea

Danube  from the Black Forest    2850 km
        to the Black Sea
`);
  });

  it("lists the cells of each row where no column could be read", () => {
    expect(render(20)).toBe(`river: Rhine
course: from the
Alps to the North
Sea
length: 1233 km

river: Danube
course: from the
Black Forest to the
Black Sea
length: 2850 km
`);
  });

  it("breaks a word only where it is longer than its column, by what it takes on the screen", () => {
    const table = renderAnswerTable(["a", "b"], [["一二三四五六七八九", "longest-of-all-words"]], {
      columns: 24,
      style: plainStyle,
      right: [],
    });
    expect(table).toBe(`a            b

一二三四五   longest-of-
六七八九     all-words
`);
  });

  it("takes rows with more and with fewer cells than the header", () => {
    expect(renderAnswerTable(["a"], [["1", "2"], []], { columns: 20, style: plainStyle, right: [] })).toBe("a\n1  2\n\n");
  });
});
