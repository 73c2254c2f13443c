import { expect, it } from "vitest";
import { directionOf } from "./direction.js";

it("reads a block as its first letter is read, past signs, figures, code and addresses", () => {
  expect(directionOf("مرحبا by the way")).toBe("rtl");
  expect(directionOf("1. **שלום** world")).toBe("rtl");
  expect(directionOf("`fetch()` تجلب البيانات من https://example.com")).toBe("rtl");
  expect(directionOf("Hello, عالم")).toBe("ltr");
  expect(directionOf("日本語")).toBe("ltr");
  expect(directionOf("12 + 30 = 42")).toBeUndefined();
});
