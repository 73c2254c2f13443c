import { ApiError } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { createAnswerSink } from "../ask/answer-sink.js";
import { ASK_FLAGS } from "../ask/ask-flags.js";
import { eventLine } from "../ask/event-line.js";
import { prepareAsk } from "../ask/prepare-ask.js";
import { streamAnswer } from "../ask/stream-answer.js";
import { oneText } from "../make/read-text.js";
import { EXIT_OK } from "../exit-codes.js";

export const command = defineCommand({
  about: "One prompt, one answer, without a conversation. Piped text goes before the prompt. Exit code 1 when the answer holds no text.",
  words: [{ name: "prompt", summary: "the prompt; the same as --prompt", many: true }],
  flags: {
    prompt: { kind: "text", short: "p", value: "TEXT", summary: "The prompt" },
    ...ASK_FLAGS,
    local: { kind: "switch", summary: "Ask from this process; the default" },
  },
  examples: [
    { line: 'infer model run --prompt "Say hello" --model openrouter/auto', says: "text" },
    { line: 'infer model run --prompt "Say hello" --json', says: "the envelope, for scripts" },
  ],
  async run(context, { flags, words }) {
    const { out, json } = context;
    if (flags.prompt !== undefined && flags.prompt.trim() === "")
      throw new UsageError("--prompt is blank.", "Say what the model should answer.");
    const prepared = await prepareAsk(context, flags, oneText("prompt", { given: flags.prompt, words }) ?? "", {
      example: "infer model run --prompt",
    });
    if (prepared === undefined) return EXIT_OK;
    const streamJson = flags["stream-json"] === true;
    const result = await streamAnswer(context, {
      ...prepared,
      ...(json || streamJson ? {} : { sink: createAnswerSink(context) }),
      ...(streamJson ? { onEvent: (event) => out.jsonLine(eventLine(event)) } : {}),
    });
    if (result.text.trim() === "") {
      throw new ApiError(`${result.model} answered without any text.`, {
        code: "response_empty",
        status: 200,
        hint: "Ask again, or another model.",
      });
    }
    if (json) {
      const { text, model, usage, attempts } = result;
      out.json({
        ok: true,
        capability: "model.run",
        transport: "local",
        provider: "openrouter",
        model,
        attempts,
        outputs: [{ text, mediaUrl: null }],
        ...(usage === undefined ? {} : { usage }),
      });
    }
    return EXIT_OK;
  },
});
