import { expect, it } from "vitest";
import { WireHeaders } from "./wire-headers.js";

const wire = {
  "content-type": "text/event-stream ",
  "set-cookie": ["a=1", "b=2"],
  "content-encoding": "gzip",
  empty: "",
  absent: undefined,
};

it("finds a header by its name in any case, as the platform's Headers do", () => {
  const headers = new WireHeaders(wire);
  expect(headers.get("Content-Type")).toBe("text/event-stream");
  expect(headers.get("set-cookie")).toBe("a=1, b=2");
  expect(headers.get("empty")).toBe("");
});

it("has nothing under a name that did not come, also where every object has something", () => {
  for (const name of ["x", "absent", "constructor", "__proto__", "toString"]) expect(new WireHeaders(wire).get(name)).toBeNull();
});

it("can leave some out", () => {
  const headers = new WireHeaders(wire).without(["content-encoding"]);
  expect(headers.get("content-encoding")).toBeNull();
  expect(headers.get("content-type")).toBe("text/event-stream");
});
