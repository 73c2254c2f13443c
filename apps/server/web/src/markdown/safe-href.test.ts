import { expect, it } from "vitest";
import { safeHref, safeImage } from "./safe-href.js";

it("follows links of the web and of mail, and nothing that runs or reads", () => {
  expect(safeHref("https://example.com/a?b#c")).toBe("https://example.com/a?b#c");
  expect(safeHref("mailto:a@example.com")).toBe("mailto:a@example.com");
  for (const href of [
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "/admin/keys",
    "#/keys",
    "//evil.example",
  ])
    expect(safeHref(href), href).toBeUndefined();
});

it("shows pictures that the answer carries itself, and loads none from elsewhere", () => {
  expect(safeImage("data:image/png;base64,iVBORw0KGgo=")).toBeDefined();
  expect(safeImage("https://example.com/pixel.png?said=what-you-said")).toBeUndefined();
  expect(safeImage("data:text/html;base64,PHNjcmlwdD4=")).toBeUndefined();
});
