import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createLineReader } from "./line-reader.js";

function place({ dumb = false, history = [] as readonly string[] } = {}) {
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
      history,
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

describe("Ctrl-R in a chat (CLI-2)", () => {
  const history = ["echo: beta two", "echo: Alpha three", "echo: alpha one"];

  it.each([
    ["finds the newest entry that holds what is typed, in any case", "\u0012alpha\r", "echo: Alpha three"],
    ["goes further back when it is pressed again", "\u0012alpha\u0012\r", "echo: alpha one"],
    ["stays with the last one where nothing is further back", "\u0012alpha\u0012\u0012\u0012\r", "echo: alpha one"],
    ["stays with what was found where nothing holds what is typed", "\u0012bet!\r", "echo: beta two"],
    ["looks anew with a letter less", "\u0012alpha o\u007f\r", "echo: Alpha three"],
    ["gives what was typed before back on Ctrl-G", "half\u0012bet\u0007\r", "half"],
    ["gives what was typed before back on Ctrl-C", "half\u0012bet\u0003\r", "half"],
    ["lets what was found be edited", "\u0012bet\u001b[D\u001b[DX\r", "echo: beta tXwo"],
    ["takes nothing where nothing is looked for", "half\u0012\r", "half"],
    ["is itself behind an escape", "\u001b\u0012ha\r", "ha"],
  ])("%s", async (_what, typed, found) => {
    // In one piece and key by key; an arrow always comes whole.
    for (const pieces of [[typed], typed.includes("\u001b") ? [typed] : Array.from(typed)]) {
      const { reader, input } = place({ history });
      const entry = reader.read("> ");
      for (const piece of pieces) input.write(piece);
      expect(await entry).toBe(found);
      reader.close();
    }
  });

  it("shows what is looked for, and the prompt again behind it", async () => {
    const { reader, input, shown } = place({ history });
    const entry = reader.read("> ");
    input.write("\u0012bet\r");
    await entry;
    expect(shown()).toContain('search "bet": echo: beta two');
    expect(shown().lastIndexOf("> echo: beta two")).toBeGreaterThan(shown().lastIndexOf("search"));
    reader.close();
  });

  it("is a key like any other where the cursor cannot be moved", async () => {
    const { reader, input, shown } = place({ history, dumb: true });
    const entry = reader.read("> ");
    input.write("\u0012bet\r");
    expect(await entry).toBe("bet");
    expect(shown()).not.toContain("search");
    reader.close();
  });
});
