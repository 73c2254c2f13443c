import { controlledStream, fakeFetch } from "@openclaw/testing";
import { describe, expect, it, vi } from "vitest";
import { createFetchTransport, readerBody } from "./fetch-transport.js";

const url = "https://openrouter.ai/api/v1/models";
const request = (signal = new AbortController().signal) => ({ method: "GET", url, headers: { A: "b" }, signal }) as const;

describe("a transport over fetch", () => {
  it("adds nothing, follows nothing, and hands a redirect back", async () => {
    const { fetch, calls } = fakeFetch({ [url]: { type: "empty", status: 302, headers: { location: "https://evil.example/" } } });
    const response = await createFetchTransport(fetch)({ ...request(), method: "POST", body: "x" });
    expect(response.status).toBe(302);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ method: "POST", redirect: "manual", headers: { a: "b" }, body: "x" });
    expect(await response.body.read()).toBeUndefined();
  });

  it("takes the platform's fetch at the time of the request", async () => {
    const { fetch } = fakeFetch({ [url]: { type: "text", body: "later" } });
    const transport = createFetchTransport();
    vi.stubGlobal("fetch", fetch);
    const { body } = await transport(request());
    expect(new TextDecoder().decode(await body.read())).toBe("later");
  });

  // NET-4
  it("pulls one piece for each read", async () => {
    const { fetch, last } = fakeFetch({ [url]: { type: "stream", chunks: ["aa", "bb", "cc"] } });
    const { body } = await createFetchTransport(fetch)(request());
    await body.read();
    expect(last().delivered).toBe(2);
    await body.cancel();
    expect(last()).toMatchObject({ cancelled: true, delivered: 2 });
  });
});

it("cancelling a stream that broke is no second failure", async () => {
  const stream = controlledStream();
  const body = readerBody(stream.stream);
  stream.error(new Error("cut"));
  await expect(body.read()).rejects.toThrow("cut");
  await expect(body.cancel()).resolves.toBeUndefined();
});

it("a body that is not there is at its end", async () => {
  const body = readerBody(null);
  expect(await body.read()).toBeUndefined();
  await body.cancel();
});
