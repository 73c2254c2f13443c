// MED-1
import { describe, expect, it } from "vitest";
import { target } from "./__fixtures__/targets.js";
import { attachmentPart } from "./attachment.js";
import { checkAttachments } from "./check-attachments.js";
import type { ChatMessage } from "./messages.js";
import { shapeChat } from "./shape/index.js";

const bytes = new Uint8Array([1, 2, 3, 255]);

describe("an attachment", () => {
  it.each([
    [
      { bytes, mediaType: "image/png" },
      { type: "image", url: "data:image/png;base64,AQID/w==" },
    ],
    [
      { url: "https://a.example/x.jpg", mediaType: "image/jpeg" },
      { type: "image", url: "https://a.example/x.jpg" },
    ],
    [
      { bytes, mediaType: "application/pdf", filename: "a.pdf" },
      { type: "file", data: "data:application/pdf;base64,AQID/w==", filename: "a.pdf" },
    ],
    [
      { bytes, mediaType: "audio/mpeg" },
      { type: "audio", data: "AQID/w==", format: "mp3" },
    ],
    [
      { bytes, mediaType: "video/mp4" },
      { type: "video", url: "data:video/mp4;base64,AQID/w==" },
    ],
    [
      { bytes: new TextEncoder().encode("a,b"), mediaType: "text/csv", filename: "t.csv" },
      { type: "text", text: "t.csv:\n\na,b" },
    ],
  ] as const)("of %o becomes the part that carries it", (source, part) => {
    expect(attachmentPart(source)).toEqual(part);
  });

  it.each([
    { bytes, mediaType: "application/zip" },
    { bytes, mediaType: "audio/midi" },
    { url: "https://a.example/a.mp3", mediaType: "audio/mpeg" },
  ] as const)("of %o is refused", (source) => {
    expect(() => attachmentPart(source)).toThrow(expect.objectContaining({ code: "unsupported" }) as Error);
  });

  it("of a megabyte is encoded in pieces", () => {
    const part = attachmentPart({ bytes: new Uint8Array(1_000_001), mediaType: "image/png" });
    expect(part.type === "image" && part.url.length).toBe("data:image/png;base64,".length + Math.ceil(1_000_001 / 3) * 4);
  });

  const withImage: readonly ChatMessage[] = [{ role: "user", content: [{ type: "image", url: "https://a.example/x.png" }] }];

  it("that the model cannot take is refused before anything is sent, naming what it takes", () => {
    expect(() => shapeChat(target("openrouter/openai/gpt-5.2"), { messages: withImage })).toThrow(/takes no image input; it takes text/);
  });

  it("passes where the model takes it, and where nothing is known of the model", () => {
    const sees = target("openrouter/openai/gpt-5.2", { row: { inputModalities: ["text", "image"] } });
    expect(() => shapeChat(sees, { messages: withImage })).not.toThrow();
    expect(() => checkAttachments(withImage, { known: false, input: ["text"] }, "x")).not.toThrow();
  });
});
