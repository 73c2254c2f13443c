import { Lexer } from "marked";
import { expect, it } from "vitest";
import { isMath, MATH_EXTENSIONS } from "./math.js";

const lex = (text: string) => new Lexer({ gfm: true, breaks: true, extensions: MATH_EXTENSIONS }).lex(text);

/** The formulas of one paragraph. */
function formulas(text: string): readonly unknown[] {
  const [block] = lex(text);
  if (block === undefined) return [];
  const inner = "tokens" in block ? (block.tokens ?? []) : [];
  return [block, ...inner].filter((token) => isMath(token)).map(({ tex }) => tex);
}

it("finds formulas between all four pairs of signs, with what Markdown would take for its own", () => {
  expect(formulas("so $a_1*b_2*c$ and \\(x_{i}^{2}\\), then \\[y=1\\] and $$z$$.")).toEqual(["a_1*b_2*c", "x_{i}^{2}", "y=1", "z"]);
  expect(formulas("$$\nx &= 1 \\\\\n  &= 2\n$$")).toEqual(["x &= 1 \\\\\n  &= 2"]);
  expect(formulas("\\[\n\\sum_{i=1}^n i\n\\]")).toEqual(["\\sum_{i=1}^n i"]);
});

it("takes no money, no variables of a shell, no code and no escaped sign for a formula", () => {
  for (const text of [
    "It costs $5 and $10.",
    "between $5-$10, or US$5 and US$6",
    "$HOME and $PATH, or $HOME/$PATH",
    "`$a$` and `\\(b\\)`",
    "just \\$5 or 5$",
    "as said \\[1\\] and \\[see there\\]",
    "one ( and ) and [link](https://example.com)",
  ])
    expect(formulas(text), text).toEqual([]);
});

it("begins a block of its own right after a line of text, and goes on after it", () => {
  expect(lex("The sum is\n\\[\nx\n+ y\n\\]\nand that is it.").map(({ type }) => type)).toEqual(["paragraph", "math", "paragraph"]);
});

it("keeps a formula whose end has not come as one block, whatever its lines would be", () => {
  const [open, ...others] = lex("$$\nx\n+ y\n- z");
  expect(others).toEqual([]);
  expect(open).toMatchObject({ type: "math", tex: undefined });
  expect(lex("$$ is a sign\n\nand more")[0]?.type).toBe("paragraph");
});

it("looks through a text of beginnings without ends in no time", () => {
  const text = "\\( $x \\[ $$ ".repeat(25_000);
  const startedMs = performance.now();
  expect(formulas(text)).toBeDefined();
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});
