import { describe, expect, it } from "vitest";
import { plainStyle } from "./style.js";
import { cut, renderTable } from "./table.js";

const options = { columns: 80, style: plainStyle, unicode: true };

describe("renderTable", () => {
  it("aligns texts at the left and numbers at the right", () => {
    const rows = [
      ["one", "1"],
      ["three", "100"],
    ];
    expect(renderTable(["Name", "N"], rows, { ...options, right: [1] })).toBe("Name     N\none      1\nthree  100\n");
  });

  it("leaves out what may go, then cuts the widest, so that no row breaks", () => {
    const rows = [["openrouter/somebody/a-very-long-model-name", "text", "yes"]];
    expect(renderTable(["Model", "Input", "Auth"], rows, { ...options, columns: 30, drop: [2, 1] })).toBe(
      "Model\nopenrouter/somebody/a-very-lo…\n",
    );
  });

  it("cuts by width, not by length", () => {
    expect(cut("漢字漢字", 5, true)).toBe("漢字…");
    expect(cut("abcdef", 4, false)).toBe("ab..");
  });
});
