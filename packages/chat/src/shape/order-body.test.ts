import { expect, it } from "vitest";
import { orderBody } from "./order-body.js";

// Trap 33: OpenRouter's response cache looks at the bytes.
it("puts what everybody looks for first, the rest by name, and leaves out what is absent", () => {
  const body = { zdr: 1, stream: true, tool_choice: "auto", b: null, tools: [], a: 0, messages: [], Z: "", model: "x/y", gone: undefined };
  const keys = ["model", "messages", "tools", "tool_choice", "stream", "Z", "a", "b", "zdr"];
  expect(Object.keys(orderBody(body))).toEqual(keys);
  expect(Object.keys(orderBody(Object.fromEntries(Object.entries(body).toReversed())))).toEqual(keys);
});
