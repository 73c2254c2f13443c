import { createFetchTransport } from "@openclaw/core";
import { fakeFetch } from "@openclaw/testing";
import { expect, it } from "vitest";
import { target } from "../__fixtures__/targets.js";
import { type EmbeddingRequest, embedTexts } from "./embed-texts.js";

const MODEL = "openrouter/openai/text-embedding-3-small";
const TEXTS = ["a red fox", "a blue whale"];

const USAGE = { prompt_tokens: 6, total_tokens: 6, cost: 0.0001 };

const answered = (json: object, request: Partial<EmbeddingRequest> = {}) => {
  const { fetch, calls } = fakeFetch({ "POST /api/v1/embeddings": { type: "json", body: json } });
  const transport = createFetchTransport(fetch);
  return { calls, result: embedTexts({ target: target(MODEL), texts: TEXTS, ...request }, { transport, failover: { retries: 0 } }) };
};

it("makes one vector of each text, in one request, and says what it cost", async () => {
  const { calls, result } = answered(
    {
      data: [
        { index: 1, embedding: [2] },
        { index: 0, embedding: [1] },
      ],
      usage: USAGE,
    },
    { dimensions: 1 },
  );
  expect(await result).toMatchObject({ vectors: [[1], [2]], model: MODEL, usage: { promptTokens: 6, costUsd: 0.0001 } });
  expect(calls.map((call) => call.body)).toEqual([
    { model: "openai/text-embedding-3-small", input: TEXTS, encoding_format: "float", dimensions: 1 },
  ]);
});

it("asks the next model when the first one is gone", async () => {
  const gone = { type: "json", status: 404, body: { error: { code: 404, message: "No endpoints found for acme/gone." } } } as const;
  const { fetch, calls } = fakeFetch({
    "POST /api/v1/embeddings": [gone, { type: "json", body: { data: [{ embedding: [1] }] } }],
  });
  const chain = [target("openrouter/acme/gone"), target(MODEL)];
  const { model, attempts } = await embedTexts({ target: chain, texts: ["a red fox"] }, { transport: createFetchTransport(fetch) });
  expect(model).toBe(MODEL);
  expect(attempts.map(({ outcome }) => outcome)).toEqual(["failed", "succeeded"]);
  expect(calls).toHaveLength(2);
});

it.each([
  [{ data: [{ index: 0, embedding: [1] }] }, "text 2 of 2"],
  [
    {
      data: [
        { index: 0, embedding: [] },
        { index: 1, embedding: [1] },
      ],
    },
    "text 1 of 2",
  ],
  [{}, "text 1 of 2"],
])("gives no list with a hole in it: %j", async (json, missing) => {
  await expect(answered(json).result).rejects.toMatchObject({
    code: "response_malformed",
    message: `${MODEL} answered without an embedding of ${missing}.`,
  });
});

it.each([
  [{ texts: [] }, 'Give texts: ["…"].'],
  [{ texts: "a red fox" }, 'Give texts: ["…"].'],
  [{ texts: ["a red fox", " "] }, "Leave it out, or give it some words."],
  [{ input: "a red fox" }, "Write texts."],
])("sends nothing for %j", async (request, hint) => {
  const { calls, result } = answered({}, request as unknown as Partial<EmbeddingRequest>);
  await expect(result).rejects.toMatchObject({ code: "input_invalid", hint });
  expect(calls).toEqual([]);
});
