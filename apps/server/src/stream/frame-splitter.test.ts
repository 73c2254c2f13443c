import { describe, expect, it } from "vitest";
import { FrameSplitter } from "./frame-splitter.js";

const BORDERS = ["\n\n", "\r\n\r\n", "\r\r", "\n\r\n"] as const;
const ENDS_WITH_BORDER = /(?:\n\n|\n\r\n|\r\r|\r\r\n)$/;

/** What each piece let through, and what was left. */
function cut(text: string, pieceBytes: number): readonly string[] {
  const splitter = new FrameSplitter();
  const bytes = Buffer.from(text);
  const passed: string[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) passed.push(splitter.push(bytes.subarray(at, at + pieceBytes)).toString());
  return [...passed, splitter.rest().toString()];
}

// SRV-7
describe("a stream that is cut at the borders of its events", () => {
  it("lets whole events through and nothing else, in every kind of line ends and whatever the pieces are", () => {
    for (const border of BORDERS) {
      const text = `data: one${border}: a comment${border}data: zwölf${border}data: unended`;
      for (let pieceBytes = 1; pieceBytes <= Buffer.byteLength(text); pieceBytes++) {
        const passed = cut(text, pieceBytes);
        expect(passed.join("")).toBe(text);
        expect(passed.slice(0, -1).filter((events) => events !== "" && !ENDS_WITH_BORDER.test(events))).toEqual([]);
        expect(passed.at(-1)).toMatch(/^(?:\n)?data: unended$/);
      }
    }
  });

  it("takes nothing for an end where a piece is empty", () => {
    const splitter = new FrameSplitter();
    expect(
      [splitter.push(Buffer.from("data: on")), splitter.push(new Uint8Array()), splitter.push(Buffer.from("e\n\n"))].map(String),
    ).toEqual(["", "", "data: one\n\n"]);
  });

  it("lets an event that is larger than it holds through in pieces", () => {
    const splitter = new FrameSplitter(10);
    expect(
      [splitter.push(Buffer.from("123456")), splitter.push(Buffer.from("789012")), splitter.push(Buffer.from("3\n\n"))].map(String),
    ).toEqual(["", "123456789012", "3\n\n"]);
  });

  it("looks at each byte once: a picture of megabytes in small pieces holds nobody up", () => {
    const splitter = new FrameSplitter();
    const piece = Buffer.alloc(512, "a");
    // Looking at everything that is held again, for each piece, takes some minutes.
    for (let count = 0; count < 7_000; count++) expect(splitter.push(piece).length).toBe(0);
    expect(splitter.push(Buffer.from("\n\n")).length).toBe(7_000 * 512 + 2);
  }, 5_000);
});
