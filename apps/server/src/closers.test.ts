import { expect, it } from "vitest";
import { createClosers } from "./closers.js";

it("closes the last first, each once, and the others although one fails", async () => {
  const closers = createClosers();
  const closed: string[] = [];
  closers.add(() => void closed.push("first"));
  closers.add(async () => {
    closed.push("second");
    throw new Error("The second did not close.");
  });
  closers.add(async () => void closed.push("third"));
  await expect(closers.close()).rejects.toThrow("The second did not close.");
  expect(closed).toEqual(["third", "second", "first"]);
  await closers.close();
  expect(closed).toHaveLength(3);
});

it("keeps the reason for which a start failed, whatever fails in closing what it had opened", async () => {
  const closers = createClosers();
  const closed: string[] = [];
  closers.add(() => void closed.push("first"));
  closers.add(() => Promise.reject(new Error("The second did not close.")));
  const starting = closers.unlessOpened(() => Promise.reject(new Error("No port.")));
  await expect(starting).rejects.toThrow("No port.");
  expect(closed).toEqual(["first"]);
  expect(await createClosers().unlessOpened(() => Promise.resolve("open"))).toBe("open");
});
