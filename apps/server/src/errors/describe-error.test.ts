import { RequestError } from "@openclaw/core";
import { expect, it } from "vitest";
import { describeError } from "./describe-error.js";

// NET-5
it.each([
  ["Use https.", "It was not followed. Use https."],
  ["Allow it: models.providers.openrouter.request.allowPrivateNetwork.", "It was not followed."],
  ['Add "openrouter/*" to agents.defaults.modelPolicy.allow.', "It was not followed."],
])("tells a caller what to do about the request, not about the operator's files: %s", (hint, message) => {
  expect(describeError(new RequestError("It was not followed.", { code: "url_refused", hint }))).toMatchObject({ status: 400, message });
});
