import { describe, expect, it } from "vitest";
import { plainStyle } from "./style.js";
import { renderTable } from "./table.js";

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

  it("keeps the names of its rows unlike each other, with the rest of the row behind the first line", () => {
    const rows = [
      ["openrouter/openai/gpt-4o-mini-search-preview", "1"],
      ["openrouter/openai/gpt-4o-search-preview", "22"],
    ];
    expect(renderTable(["Model", "N"], rows, { ...options, columns: 20, right: [1] })).toBe(
      [
        "Model              N",
        "openrouter/        1",
        "openai/gpt-4o-",
        "mini-search-",
        "preview",
        "openrouter/       22",
        "openai/gpt-4o-",
        "search-preview",
        "",
      ].join("\n"),
    );
  });
});
