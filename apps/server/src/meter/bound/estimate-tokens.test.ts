import { describe, expect, it } from "vitest";
import { boundTokens } from "./estimate-tokens.js";

const bytes = (count: number): string => Buffer.alloc(count, 7).toString("base64");

// SRV-4
describe("what a prompt may count for", () => {
  it.each([
    ["that begins like a data URL", `data: ${"x ".repeat(20_000)}`],
    ["that names a type as one does", `data:text/plain,${"x ".repeat(20_000)}`],
    ["that looks like base64", "a".repeat(40_000)],
    ["in the form of a data URL", `data:image/png;base64,${bytes(40_000)}`],
  ])("is never less than its bytes for a text %s", (_what, text) => {
    expect(boundTokens({ messages: [{ role: "user", content: text }] })).toBeGreaterThanOrEqual(text.length);
    expect(boundTokens({ messages: [{ role: "user", content: [{ type: "text", text }] }] })).toBeGreaterThanOrEqual(text.length);
    expect(boundTokens({ input: text })).toBeGreaterThanOrEqual(text.length);
  });

  it.each([
    ["in chat completions", { image_url: { url: `data:image/png;base64,${bytes(900_000)}` } }],
    ["as a bare string", { image_url: `data:image/png;base64,${bytes(900_000)}` }],
    ["of Anthropic", { source: { type: "base64", media_type: "image/png", data: bytes(900_000) } }],
    ["by its address", { image_url: { url: "https://a.example/a.png" } }],
  ])("is a flat figure for a picture %s", (_what, part) => {
    const tokens = boundTokens([part]);
    expect(tokens).toBeGreaterThanOrEqual(3_000);
    expect(tokens).toBeLessThan(3_200);
  });

  it.each([
    ["a document in chat completions", { file: { file_data: `data:application/pdf;base64,${bytes(90_000)}` } }, 90_000],
    ["a document of Anthropic", { source: { media_type: "application/pdf", data: bytes(90_000) } }, 90_000],
    ["a text that is attached", { file: { file_data: `data:text/csv;charset=utf-8;base64,${bytes(90_000)}` } }, 90_000],
    ["a text of Anthropic", { source: { type: "text", media_type: "text/plain", data: "x ".repeat(45_000) } }, 90_000],
    ["what a tool was called with", { type: "tool_use", input: { url: `data:image/png;base64,${bytes(90_000)}` } }, 90_000],
    ["what a tool is called with", { function: { arguments: `data:image/png;base64,${bytes(90_000)}` } }, 90_000],
    ["ten minutes of sound", { input_audio: { format: "mp3", data: bytes(4_800_000) } }, 600 * 32],
    ["a film", { video_url: { url: `data:video/mp4;base64,${bytes(9_600_000)}` } }, 300_000],
  ])("grows with the size of %s", (_what, part, least) => {
    const tokens = boundTokens([part]);
    expect(tokens).toBeGreaterThanOrEqual(least);
    expect(tokens).toBeLessThan(least * 16);
  });
});
