import { randomUUID } from "node:crypto";
import type { Usage } from "@openclaw/chat";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { createAnswerSink } from "../ask/answer-sink.js";
import { ASK_FLAGS } from "../ask/ask-flags.js";
import { eventLine } from "../ask/event-line.js";
import { type PreparedAsk, prepareAsk } from "../ask/prepare-ask.js";
import { type AgentTurn, runAgent } from "../ask/run-agent.js";
import { EXIT_FAILURE, EXIT_OK } from "../exit-codes.js";
import { beginTurn } from "../sessions/begin-turn.js";
import { openSession, type Session, SESSION_FLAGS } from "../sessions/open-session.js";
import { oneText } from "../make/read-text.js";
import { openVoice } from "../speak/open-voice.js";
import { SPEAK_FLAGS } from "../speak/speak-flags.js";
import type { AnswerSpeech } from "../speak/answer-voice.js";

export const command = defineCommand({
  about:
    "One turn of the agent, run inside this process. The model may make pictures, videos, music and speech with the tools that are built in; what it makes goes to ./openclaw-out, and its paths follow the answer on stdout.",
  words: [{ name: "message", summary: "what is said to the agent; the same as --message", many: true }],
  flags: {
    message: { kind: "text", value: "TEXT", summary: "What to say to the agent; what is piped in stands before it" },
    local: { kind: "switch", summary: "Run inside this process; the default" },
    ...SESSION_FLAGS,
    "session-id": { kind: "text", value: "ID", summary: "The same as --session" },
    "no-tools": { kind: "switch", summary: "Let the model call no tools" },
    "max-steps": {
      kind: "number",
      excludes: ["no-tools"],
      value: "N",
      min: 1,
      integer: true,
      summary: "Ask the model at most so often; 16",
    },
    ...ASK_FLAGS,
    "max-cost": { kind: "number", value: "USD", min: 0, summary: "End the turn once this much was spent, tools included" },
    ...SPEAK_FLAGS,
  },
  examples: [
    { line: 'agent --session trip --message "Paint what we talked about"', says: "a conversation that goes on with the next command" },
    { line: 'agent --local --message "Summarise yesterday" --json', says: "with everything about the turn" },
    { line: 'agent --sandbox --message "Use image_generate to paint a lighthouse"', says: "with a tool, without a key" },
    { line: 'agent "What changed?" < git.diff', says: "about what is piped in" },
    { line: 'agent --message "Tell me a joke" --speak --play', says: "heard while it is being written" },
  ],
  async run(context, { flags, words }) {
    const { out, json, io } = context;
    if (flags.message !== undefined && flags.message.trim() === "")
      throw new UsageError("--message is blank.", "Say something to the agent.");
    const message = oneText("message", { given: flags.message, words }) ?? "";
    const startedMs = io.now();
    const session = await openSession(context, { ...flags, ...sessionName(flags) });
    const tools =
      flags["no-tools"] === true
        ? undefined
        : await (await import("../ask/agent-tools.js")).createAgentTools(context, { session: session?.name });
    try {
      const prepared = await prepareAsk(context, flags, message, {
        session,
        example: "agent",
        ...(tools === undefined ? {} : { tools: tools.tools }),
      });
      if (prepared === undefined) return EXIT_OK;
      const { resolved, input } = prepared;
      const stored = session === undefined ? undefined : await beginTurn(context, { session, resolved, input });
      const voice = await openVoice(context, flags, { resolved, messages: input.messages, session: session?.name });
      const streamJson = flags["stream-json"] === true;
      const shown = json || streamJson ? undefined : createAnswerSink(context);
      const sink = voice?.wrap(shown) ?? shown;
      const turn = await runAgent(context, {
        ...prepared,
        tools,
        sink,
        turn: stored,
        spokenUsd: voice === undefined ? undefined : () => voice.spentUsd(),
        maxSteps: flags["max-steps"],
        maxCostUsd: flags["max-cost"],
        ...(streamJson ? { onEvent: (event) => out.jsonLine(eventLine(event)) } : {}),
      }).catch(async (error: unknown) => {
        await voice?.stop();
        throw error;
      });
      const files = turn.calls.flatMap((call) => call.files);
      const speech = await voice?.finish({ text: turn.text, hasMedia: files.length > 0 });
      const text = voice?.visible(turn.text) ?? turn.text;
      if (json) {
        out.json(turnJson({ prepared, turn, text, files, speech, session, durationMs: io.now() - startedMs }));
      } else if (!streamJson) for (const path of files) out.line(path);
      return speech?.explicit === true && speech.error !== undefined ? EXIT_FAILURE : EXIT_OK;
    } finally {
      await tools?.close();
    }
  },
});

function sessionName(flags: { readonly session?: string; readonly "session-id"?: string }): { readonly session?: string } {
  const { session, "session-id": id } = flags;
  if (session !== undefined && id !== undefined) {
    throw new UsageError("--session and --session-id were both given.", "They are the same; leave one out.");
  }
  return id === undefined ? {} : { session: id };
}

interface TurnFacts {
  readonly prepared: PreparedAsk;
  readonly turn: AgentTurn;
  readonly text: string;
  readonly files: readonly string[];
  readonly speech: AnswerSpeech | undefined;
  readonly session: Session | undefined;
  readonly durationMs: number;
}

/** Everything about a turn, under OpenClaw's names, which scripts know. */
function turnJson({ prepared, turn, text, files, speech, session, durationMs }: TurnFacts): unknown {
  const { resolved, input } = prepared;
  const [primary] = resolved.targets;
  const { finish, usage, costUsd, calls, steps } = turn;
  const { model, attempts, reason: finishReason } = finish;
  const winner = attempts.findLast(({ outcome }) => outcome === "succeeded")?.model;
  const sound = speech?.recorded?.path;
  const spoken = speech?.recorded?.costUsd;
  const whole = costUsd === undefined && spoken === undefined ? undefined : (costUsd ?? 0) + (spoken ?? 0);
  const media = sound === undefined ? files : [...files, sound];
  return {
    payloads: [{ text, mediaUrl: null }, ...media.map((path) => ({ text: "", mediaUrl: path }))],
    meta: {
      durationMs,
      agentMeta: {
        sessionId: session?.name ?? randomUUID(),
        ...(session === undefined ? {} : { sessionFile: session.file.path }),
        provider: "openrouter",
        model,
        ...(primary?.traits.contextTokens === undefined ? {} : { contextTokens: primary.traits.contextTokens }),
        ...(usage === undefined ? {} : { usage: shortUsage(usage) }),
        ...(finish.usage === undefined ? {} : { lastCallUsage: shortUsage(finish.usage), promptTokens: finish.usage.promptTokens }),
        ...(whole === undefined ? {} : { costUsd: whole }),
      },
      aborted: false,
      finalAssistantVisibleText: text,
      stopReason: finishReason,
      executionTrace: {
        winnerProvider: "openrouter",
        winnerModel: model,
        attempts,
        fallbackUsed: winner !== undefined && winner !== primary?.model.ref,
        runner: "embedded",
      },
      requestShaping: { authMode: primary?.keyLabel, thinking: input.thinking },
      completion: { stopReason: finishReason, finishReason },
      steps,
      toolCalls: calls,
      ...(speech === undefined ? {} : { speech: speech.json() }),
    },
  };
}

/** OpenClaw's names, which scripts know. */
function shortUsage(usage: Usage): Readonly<Record<string, number>> {
  return {
    input: usage.promptTokens - usage.cachedTokens,
    output: usage.completionTokens,
    cacheRead: usage.cachedTokens,
    cacheWrite: usage.cacheWriteTokens,
    total: usage.totalTokens,
  };
}
