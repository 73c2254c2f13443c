import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { loadFixture, sseFixture } from "./sse-fixture.js";
import { tempDir } from "./temp-dir.js";

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

it("writes one event per payload, comments as comments, and the end mark", () => {
  const bytes = sseFixture([": OPENROUTER PROCESSING", { id: "gen-1" }, "not json"]);
  expect(decode(bytes)).toBe(': OPENROUTER PROCESSING\n\ndata: {"id":"gen-1"}\n\ndata: not json\n\ndata: [DONE]\n\n');
});

it("leaves the end mark out and uses other line ends when asked", () => {
  expect(decode(sseFixture([1], { done: false, newline: "\r\n" }))).toBe("data: 1\r\n\r\n");
});

it("loads chunks.txt as events and any other file byte for byte", () => {
  const folder = tempDir();
  writeFileSync(join(folder, "a.chunks.txt"), '{"a":1}\n\n{"a":2}\n');
  writeFileSync(join(folder, "b.sse"), "data: raw\n");
  expect(decode(loadFixture(pathToFileURL(join(folder, "a.chunks.txt")), { done: false }))).toBe('data: {"a":1}\n\ndata: {"a":2}\n\n');
  expect(decode(loadFixture(pathToFileURL(join(folder, "b.sse"))))).toBe("data: raw\n");
});
