import { expect, it } from "vitest";
import { readDocuments } from "./read-documents.js";

const PDF = "data:application/pdf;base64,JVBERi0x";
const user = (...content: readonly object[]): object => ({ messages: [{ role: "user", content }] });

// SRV-4
it.each([
  ["a document of chat completions", user({ type: "file", file: { filename: "a.pdf", file_data: PDF } }), 1, 0],
  ["one at an address", user({ type: "file", file: { file_data: "https://a.example/a.pdf" } }), 1, 1],
  ["one that was uploaded", user({ type: "file", file: { file_id: "file-1" } }), 1, 1],
  ["two of them", user({ type: "file", file: { file_id: "file-1" } }, { type: "file", file: { file_data: PDF } }), 2, 1],
  ["a text", user({ type: "file", file: { file_data: "data:text/csv;charset=utf-8;base64,YQ==" } }), 0, 0],
  ["a document of the Responses API", { input: [{ role: "user", content: [{ type: "input_file", file_data: PDF }] }] }, 1, 0],
  ["one at an address there", { input: [{ role: "user", content: [{ type: "input_file", file_url: "https://a.example/" }] }] }, 1, 1],
  ["what a function gave back", { input: [{ type: "function_call_output", output: [{ type: "input_file", file_id: "f" }] }] }, 1, 1],
  [
    "a document of Anthropic",
    user({ type: "document", source: { type: "base64", media_type: "application/pdf", data: "JVBERi0x" } }),
    1,
    0,
  ],
  ["one at an address there", user({ type: "document", source: { type: "url", url: "https://a.example/a.pdf" } }), 1, 1],
  ["one that was uploaded there", user({ type: "document", source: { type: "file", file_id: "file_1" } }), 1, 1],
  ["a text there", user({ type: "document", source: { type: "text", media_type: "text/plain", data: "a" } }), 0, 0],
  ["what a tool gave back", user({ type: "tool_result", content: [{ type: "document", source: { type: "url" } }] }), 1, 1],
  ["a stored conversation's own", user({ type: "file", data: PDF }, { type: "file", fileId: "f" }), 2, 1],
  ["a film at an address", user({ type: "video_url", video_url: { url: "https://youtu.be/a" } }), 0, 1],
  ["a film of a stored conversation", user({ type: "video", url: "https://youtu.be/a" }), 0, 1],
  ["a film that is there", user({ type: "video_url", video_url: { url: "data:video/mp4;base64,AAAA" } }), 0, 0],
  ["a picture", user({ type: "image_url", image_url: { url: "https://a.example/a.png" } }), 0, 0],
  ["words", { messages: [{ role: "user", content: "file" }, null, "file"], input: "file" }, 0, 0],
])("finds %s", (_what, body, files, unmeasured) => {
  expect(readDocuments(body as Record<string, unknown>)).toEqual({ files, unmeasured });
});
