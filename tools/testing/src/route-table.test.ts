import { expect, it } from "vitest";
import { findRoute } from "./route-table.js";

const routes = {
  "*": "any",
  "/v1/*": "prefix",
  "/v1/models": "path",
  "GET /v1/models": "method",
  "https://a.test/v1/models": "absolute",
};

it.each([
  ["GET", "https://a.test/v1/models?x=1", "absolute"],
  ["GET", "https://b.test/v1/models", "method"],
  ["POST", "https://b.test/v1/models", "path"],
  ["POST", "https://b.test/v1/other", "prefix"],
  ["POST", "https://b.test/else", "any"],
])("answers %s %s by the most exact route", (method, url, expected) => {
  expect(findRoute(routes, method, url)?.value).toBe(expected);
});

it("answers nothing for a request nobody planned, and refuses a key that is no route", () => {
  expect(findRoute({ "POST /a": 1 }, "GET", "https://a.test/a")).toBeUndefined();
  expect(() => findRoute({ "post  /a": 1 }, "POST", "https://a.test/a")).toThrow("is no route");
});
