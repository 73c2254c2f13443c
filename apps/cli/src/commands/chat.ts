import type { JsonObject } from "@openclaw/core";
import type { Context } from "../context.js";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { createAnswerSink, LATE_SINK } from "../ask/answer-sink.js";
import { ASK_FLAGS } from "../ask/ask-flags.js";
import { eventLine } from "../ask/event-line.js";
import { prepareAsk } from "../ask/prepare-ask.js";
import { answerOrTurn } from "../sessions/answer-or-turn.js";
import { EXIT_FAILURE, EXIT_OK } from "../exit-codes.js";
import { printable } from "../output/printable.js";
import { openVoice } from "../speak/open-voice.js";
import { SPEAK_FLAGS } from "../speak/speak-flags.js";
import { openSession, SESSION_FLAGS } from "../sessions/open-session.js";

export const command = defineCommand({
  about:
    "Asks one question; the answer streams to stdout, as rendered Markdown on a terminal and as it is into a pipe. What is piped in goes before the question. On a terminal without a question it is a chat: /help there shows what there is.",
  words: [{ name: "question", summary: "the question; several words need no quotes unless the shell wants them", many: true }],
  flags: {
    ...ASK_FLAGS,
    ...SESSION_FLAGS,
    schema: {
      kind: "text",
      value: "SCHEMA",
      excludes: ["stream-json", "speak", "play", "output", "voice", "speed", "format"],
      summary: "Answer with JSON of this form: a JSON Schema, its file, or 'name, age int, tags str[]'",
    },
    template: {
      kind: "text",
      short: "T",
      value: "NAME",
      summary: "Use the prompt kept as templates/NAME.md in the state folder; {input} in it is the question, or what is piped in",
    },
    "no-save": {
      kind: "switch",
      excludes: ["session", "continue"],
      summary: "In a chat: write down neither the conversation nor what was entered",
    },
    image: { kind: "list", short: "i", value: "PATH|URL", summary: "Attach an image; the same as --file" },
    "no-stream": { kind: "switch", excludes: ["stream-json"], summary: "Print the answer when it is complete" },
    extract: {
      kind: "switch",
      short: "x",
      excludes: ["json", "stream-json", "schema", "speak", "play", "output"],
      summary: "Print the first code block of the answer and nothing else",
    },
    ...SPEAK_FLAGS,
  },
  examples: [
    { line: 'chat "Why is the sky blue?"', says: "ask the default model" },
    { line: "chat", says: "on a terminal: a conversation" },
    { line: 'chat --session trip "What should I pack?"', says: "a conversation that goes on with the next command" },
    { line: 'chat --schema "name, age int" "Invent a person."', says: "JSON of that form, checked" },
    { line: 'chat --sandbox "Why is the sky blue?"', says: "the same without a key" },
    { line: 'chat -m openrouter/anthropic/claude-sonnet-4.6 -t high "Prove it."', says: "another model, thinking hard" },
    { line: 'chat "What changed here?" < git.diff', says: "about what is piped in" },
    { line: 'chat -x "A Python function that counts words" > count.py', says: "the code alone" },
    { line: 'chat -f photo.jpg "What is this?"', says: "about a picture" },
    { line: 'chat --speak --play "Tell me a joke."', says: "heard while it is being written" },
    { line: 'chat --dry-run "Hello"', says: "show the request instead of sending it" },
  ],
  async run(context, { flags: given, words }) {
    const { out, json } = context;
    const { flags, question, fill } = await useTemplate(context, given, words.join(" "));
    const jsonSchema = flags.schema === undefined ? undefined : await schemaOf(context, flags.schema);
    const files = [...(flags.file ?? []), ...(flags.image ?? [])];
    const { terminal } = context.io;
    if (
      question === "" &&
      jsonSchema === undefined &&
      terminal !== undefined &&
      !json &&
      flags["stream-json"] !== true &&
      flags["dry-run"] !== true
    ) {
      const idle = [...Object.keys(SPEAK_FLAGS), "no-stream", "extract"].find((name) => Object.hasOwn(flags, name));
      if (idle !== undefined) {
        throw new UsageError(
          `--${idle} does nothing in a chat on a terminal.`,
          "Give a question with it; in the chat, /tts speaks the last answer.",
        );
      }
      const { startChat } = await import("../repl/start-chat.js");
      return startChat(context, terminal, { ...flags, file: files });
    }
    const session = await openSession(context, flags);
    const prepared = await prepareAsk(context, { ...flags, file: files }, question, {
      session,
      fill,
      ...(jsonSchema === undefined ? {} : { responseFormat: { type: "json-schema" as const, name: "answer", schema: jsonSchema } }),
    });
    if (prepared === undefined) return EXIT_OK;
    if (jsonSchema !== undefined) {
      const [{ answerObject }, { beginTurn }] = await Promise.all([
        import("../structured/answer-object.js"),
        import("../sessions/begin-turn.js"),
      ]);
      const turn = session === undefined ? undefined : await beginTurn(context, { ...prepared, session });
      const { object, usage, repaired, result: answer } = await answerObject(context, prepared, jsonSchema, turn);
      out.json(json ? { ok: true, object, model: answer.model, usage, repaired } : object);
      return EXIT_OK;
    }
    const voice = await openVoice(context, flags, {
      resolved: prepared.resolved,
      messages: prepared.input.messages,
      session: session?.name,
    });
    const streamJson = flags["stream-json"] === true;
    const shown = !json && !streamJson && flags["no-stream"] !== true && flags.extract !== true;
    const sink = shown ? createAnswerSink(context) : json || streamJson ? undefined : LATE_SINK;
    const result = await answerOrTurn(context, session, {
      ...prepared,
      sink: voice?.wrap(sink) ?? sink,
      ...(streamJson ? { onEvent: (event) => out.jsonLine(eventLine(event)) } : {}),
    }).catch(async (error: unknown) => {
      await voice?.stop();
      throw error;
    });
    const speech = await voice?.finish({ text: result.text, hasMedia: result.images.length > 0 });
    const text = voice?.visible(result.text) ?? result.text;
    if (json) {
      const { model, provider, generationId, finishReason, usage, attempts, warnings } = result;
      out.json({
        ok: true,
        text,
        model,
        provider,
        generationId,
        finishReason,
        usage,
        attempts,
        warnings,
        ...(speech === undefined ? {} : { speech: speech.json() }),
      });
    } else if (flags.extract === true) {
      const { extractCode, noCode } = await import("../ask/extract-code.js");
      const code = extractCode(text);
      if (code === undefined) {
        out.note(printable(text));
        throw noCode();
      }
      out.write(out.terminal ? printable(code) : code);
    } else if (!streamJson && !shown) {
      const late = createAnswerSink(context);
      late.push(text);
      late.end();
    }
    if (result.finishReason !== "content-filter") return speech?.explicit === true && speech.error !== undefined ? EXIT_FAILURE : EXIT_OK;
    out.alert("The provider stopped the answer for its content.");
    return EXIT_FAILURE;
  },
});

async function schemaOf({ io }: Context, text: string): Promise<JsonObject> {
  const { readSchema } = await import("../structured/read-schema.js");
  return readSchema(text, io.cwd);
}

/** The flags and the question with a template in them; what is given on the command line beats it (CFG-7). */
async function useTemplate<
  Flags extends { readonly template?: string; readonly model?: string; readonly thinking?: string; readonly system?: string },
>(
  context: Context,
  flags: Flags,
  question: string,
): Promise<{ readonly flags: Flags; readonly question: string; readonly fill: ((piped: string) => string) | undefined }> {
  if (flags.template === undefined) return { flags, question, fill: undefined };
  const { fillTemplate, holdsInput, readTemplate, templatesFolder } = await import("../templates/read-template.js");
  const template = await readTemplate(templatesFolder(await context.config()), flags.template);
  const { prompt: _prompt, ...settings } = template;
  const fill = question.trim() === "" && holdsInput(template) ? (piped: string) => fillTemplate(template, piped) : undefined;
  return { flags: { ...settings, ...flags }, question: fillTemplate(template, question), fill };
}
