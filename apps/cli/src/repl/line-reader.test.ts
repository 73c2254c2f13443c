import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createLineReader } from "./line-reader.js";

function place({ dumb = false } = {}) {
  const raw: boolean[] = [];
  const input = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => raw.push(on) });
  const output = Object.assign(new PassThrough(), { columns: 80, rows: 24 });
  let shown = "";
  output.on("data", (chunk: Buffer) => (shown += chunk.toString()));
  let goOn: () => void = () => undefined;
  let stopped: () => void = () => undefined;
  const isStopped = new Promise<void>((resolve) => (stopped = resolve));
  const suspend = (): Promise<void> => {
    stopped();
    return new Promise((resolve) => (goOn = resolve));
  };
  const reader = createLineReader(
    { input, output, suspend },
    {
      history: [],
      onEntry: () => undefined,
      complete: async (line) => [[], line],
      onIdleInterrupt: () => undefined,
      unicode: true,
      dumb,
      continuation: "… ",
    },
  );
  return { reader, input, raw, isStopped, goOn: () => goOn(), shown: () => shown };
}

describe("Ctrl-Z in a chat (CLI-2)", () => {
  it("gives the terminal back as it was, and takes it again with what was typed when the user comes back", async () => {
    const { reader, input, raw, isStopped, goOn, shown } = place();
    const entry = reader.read("> ");
    input.write("ha\u001a");
    await isStopped;
    expect(raw).toEqual([true, false]);
    expect(shown().endsWith("\u001b[?2004l")).toBe(true);
    goOn();
    await new Promise((resolve) => setImmediate(resolve));
    expect(raw).toEqual([true, false, true]);
    expect(shown()).toMatch(/\[\?2004h[^]*> ha/);
    input.write("lf\r");
    expect(await entry).toBe("half");
    reader.close();
    expect(raw).toEqual([true, false, true, false]);
  });
});
