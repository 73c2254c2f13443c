import { seededRandom } from "@openclaw/testing";
import { styleText } from "node:util";
import { describe, expect, it } from "vitest";
import { plainStyle, type Style } from "../style.js";
import { createMarkdownWriter } from "./markdown-writer.js";

const tags: Style = (format, text) => `<${[format].flat().join("+")}>${text}</>`;

function render(pieces: readonly string[], options: { style?: Style; columns?: number; unicode?: boolean } = {}): string {
  let text = "";
  const { style = tags, columns = 200, unicode = true } = options;
  const writer = createMarkdownWriter({ write: (piece) => (text += piece), style, columns: () => columns, unicode });
  for (const piece of pieces) writer.push(piece);
  writer.end();
  return text;
}

const SAMPLE = `# A title with \`code\`

Some **bold words**, *soft* ones and snake_case, 2 * 3 = 6; see [the page](https://example.com/a) or [https://a.b](https://a.b).

- first
  - second **deep**
3. third

> quoted

\`\`\`ts
const a = "**not bold**";
\`\`\`

| Name | Size |
| --- | ---: |
| one | **1** |
| three | 3 |

---
Last ~~old~~ \\*line\\* without end`;

describe("createMarkdownWriter", () => {
  it("renders every kind of block (CLI-4)", () => {
    expect(render([SAMPLE])).toBe(`<bold>A</> <bold>title</> <bold>with</> <bold+cyan>code</>

Some <bold>bold</> <bold>words</>, <italic>soft</> ones and snake_case, 2 * 3 = 6; see <underline>the</> <underline>page</> <dim>(https://example.com/a)</> or <underline>https://a.b</>.

• first
  • second <bold>deep</>
3. third

│ <italic>quoted</>

  <cyan>const a = "**not bold**";</>

<bold>Name</>   <bold>Size</>
one       1
three     3

<dim>────────────────────────────────────────</>
Last <strikethrough>old</> *line* without end
`);
  });

  it("writes the same whatever the pieces are, also one character at a time (CLI-4)", () => {
    const whole = render([SAMPLE], { columns: 40 });
    expect(render([...SAMPLE], { columns: 40 })).toBe(whole);
    const random = seededRandom(7);
    for (let round = 0; round < 50; round++) {
      const pieces: string[] = [];
      for (let at = 0; at < SAMPLE.length;) {
        const size = 1 + Math.floor(random() * 30);
        pieces.push(SAMPLE.slice(at, at + size));
        at += size;
      }
      expect(render(pieces, { columns: 40 })).toBe(whole);
    }
  });

  it("shows words while the line still grows, but nothing that a marker may change (CLI-4)", () => {
    let text = "";
    const writer = createMarkdownWriter({ write: (piece) => (text += piece), style: tags, columns: () => 80, unicode: true });
    writer.push("One two thr");
    expect(text).toBe("One two");
    writer.push("ee **bo");
    expect(text).toBe("One two three");
    writer.push("ld** end ");
    expect(text).toBe("One two three <bold>bold</> end");
  });

  it("does not wait for ever for a marker that nobody closes", () => {
    let text = "";
    const writer = createMarkdownWriter({ write: (piece) => (text += piece), style: plainStyle, columns: () => 80, unicode: true });
    writer.push(`a *star ${"word ".repeat(200)}`);
    expect(text.length).toBeGreaterThan(400);
  });

  it("breaks rows between words and indents them under their bullet", () => {
    expect(render(["- one two three four five six\n"], { columns: 16 })).toBe("• one two three\n  four five six\n");
    expect(render(["averyveryverylongword that is longer\n"], { columns: 10 })).toBe("averyveryverylongword\nthat is\nlonger\n");
  });

  it("keeps code recognisable without colours, and bullets without Unicode", () => {
    expect(render(["- run `npm start`, **now**\n"], { style: plainStyle, unicode: false })).toBe("- run `npm start`, now\n");
  });

  it("lets no control character of an answer reach the terminal", () => {
    expect(render(["a\u001b]0;title\u0007b\u001b[2Jc\r\n"], { style: plainStyle })).toBe("a]0;titleb[2Jc\n");
  });

  it("measures wide characters by their width", () => {
    const style: Style = (format, text) => styleText(format, text, { validateStream: false });
    expect(render(["漢字 漢字 漢字\n"], { style, columns: 9 })).toBe("漢字 漢字\n漢字\n");
  });
});
