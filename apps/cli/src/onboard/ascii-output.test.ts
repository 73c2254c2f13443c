import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { asciiOutput } from "./ascii-output.js";
import { createClackPrompter } from "./clack-prompter.js";

/** Every prompt there is, answered with Enter, on a terminal that shows what it was sent. */
async function drawAll(plain: boolean): Promise<string> {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 40 });
  let drawn = "";
  output.on("data", (chunk: Buffer) => (drawn += chunk.toString()));
  const terminal = output as unknown as NodeJS.WriteStream;
  const prompter = createClackPrompter(
    { input: input as unknown as NodeJS.ReadStream, output: plain ? asciiOutput(terminal) : terminal },
    new AbortController().signal,
  );
  const answer = async <Value>(asked: Promise<Value>, keys = "\r"): Promise<Value> => {
    setImmediate(() => input.write(keys));
    return asked;
  };
  const choices = [
    { value: "a", label: "Été" },
    { value: "b", label: "B", hint: "the other" },
  ];
  prompter.intro("Setup");
  prompter.note("two lines\nof text", "Note");
  await answer(prompter.confirm("Go on?", true));
  await answer(prompter.select("Which?", choices));
  await answer(prompter.choose("Which ones?", choices, ["b"]));
  await answer(prompter.search("Find", choices));
  await answer(prompter.text("Name", { placeholder: "x", check: () => undefined }), "n\r");
  await answer(
    prompter.secret("Key", () => undefined),
    "k\r",
  );
  await prompter.task(
    "working",
    async () => undefined,
    () => "done",
  );
  prompter.outro("Bye");
  return stripVTControlCharacters(drawn);
}

// CLI-1, CLI-3
describe("prompts on a terminal without UTF-8", () => {
  it("draw with ASCII alone, and leave words as they are", async () => {
    const drawn = await drawAll(true);
    expect(drawn.replaceAll(/[Éé]/g, "")).not.toMatch(/[^ -~\s]/);
    expect(drawn).toContain("Été");
    expect(drawn).toContain("|  two lines");
  });

  it("draw as the library does elsewhere", async () => {
    expect(await drawAll(false)).toContain("│  two lines");
  });
});
