import { ChatError } from "@openclaw/chat";
import { ApiError, readApiError, RequestError, ToolkitError } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { cliHint } from "./cli-hint.js";

const replyOf = (status: number, message: string) => readApiError(JSON.stringify({ error: { code: status, message } }), { status });
const inChat = (error: ToolkitError) =>
  new ChatError(error, { partial: { role: "assistant", content: null }, usage: undefined, attempts: [] });

// CLI-3
describe("a hint of the libraries in the command line's words", () => {
  it.each([
    [replyOf(401, "No auth credentials found"), /^Check the key: openclaw models status --probe\./],
    [replyOf(429, "Slow down"), /^Wait as long as it says, or add a fallback model: openclaw models fallbacks add <ref>\.$/],
    [replyOf(503, "Overloaded"), /^Try again shortly, or add a fallback model: openclaw models fallbacks add <ref>\.$/],
    [replyOf(404, "No endpoints found"), /openclaw models list --all/],
    [replyOf(402, "You can only afford 812"), /^Ask for at most 812 output tokens \(--max-tokens 812\), or add credits/],
  ])("names the command or the flag: %s", (error, words) => {
    expect(error.hint).not.toMatch(/openclaw |--/);
    expect(cliHint(error)).toMatch(words);
    expect(cliHint(inChat(error))).toMatch(words);
    const exhausted = new ToolkitError("All models failed", {
      code: "candidates_exhausted",
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
    expect(cliHint(inChat(exhausted))).toMatch(words);
  });

  it("does not send to the list of models who asked for a model that is in it", () => {
    const error = replyOf(404, "No endpoints found that support tool use");
    expect(cliHint(inChat(error))).toBe(
      "None of the model's providers has tool use at the moment: ask without it, later, or another model.",
    );
  });

  it("names the list that shows what takes an attachment", () => {
    const error = new RequestError("No.", { code: "unsupported", hint: "Choose a model with audio input." });
    expect(cliHint(error)).toBe("Choose a model with audio input: openclaw models list --input audio.");
  });

  it("leaves alone what the command line said itself, and what says nothing", () => {
    const own = new ApiError("No.", { code: "not_found", status: 404, hint: "Give --fallback too." });
    expect(cliHint(new ToolkitError("No.", { code: "candidates_exhausted", cause: own, hint: "Own words." }))).toBe("Own words.");
    expect(cliHint(new ToolkitError("No.", { code: "internal" }))).toBeUndefined();
  });
});
