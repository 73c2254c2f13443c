import { type ChatMessage, streamChat } from "@openclaw/chat";
import type { ResolvedTargets } from "@openclaw/config";
import { checkOutput } from "@openclaw/media/node";
import { createDirectiveReader, planSpeech, readDirectives, type SpeechSettings, summarizeSpeech } from "@openclaw/tts";
import type { FlagValues } from "../args/command-spec.js";
import type { AnswerSink } from "../ask/answer-sink.js";
import type { Context } from "../context.js";
import { savePlace } from "../make/save-place.js";
import { shownBytes, shownMs, shownUsd } from "../output/amounts.js";
import { countStream } from "../usage/count-answer.js";
import { shownFile } from "../make/made-file.js";
import type { SpeechMeter } from "./meter-speech.js";
import { choosePlayer, type RecordedSpeech, recordSpeech, type RecordSpeechOptions } from "./record-speech.js";
import { readSpeechSettings, readVoice } from "./read-voice.js";
import type { SPEAK_FLAGS } from "./speak-flags.js";
import { createTextChannel } from "./text-channel.js";

/** Gives an answer its voice: live with `--speak`, else when it is complete and `messages.tts.auto` says so (TTS-2, TTS-4). */
export interface AnswerVoice {
  /** What the answer's text is written to; speech directives do not reach `shown`. */
  wrap(shown: AnswerSink | undefined): AnswerSink;
  /** A text without its directives. */
  visible(text: string): string;
  /** Says what is left to say. The answer is out already: what goes wrong here is told on stderr, and does not throw. */
  finish(answer: { readonly text: string; readonly hasMedia?: boolean }): Promise<AnswerSpeech | undefined>;
  /** What the speech cost so far, as far as it was told. */
  spentUsd(): number;
  /** The answer failed: nothing more is said. */
  stop(): Promise<void>;
}

export interface AnswerSpeech {
  readonly recorded?: RecordedSpeech;
  readonly error?: Error;
  /** The user asked for it on the command line. */
  readonly explicit: boolean;
  /** For `--json`. */
  readonly json: () => unknown;
}

export interface VoiceFacts {
  readonly resolved: ResolvedTargets;
  readonly messages: readonly ChatMessage[];
  /** The conversation it belongs to, for the usage log. */
  readonly session?: string | undefined;
}

/** @returns `undefined` when the answer stays silent and is shown as it is */
export async function createAnswerVoice(
  context: Context,
  flags: FlagValues<typeof SPEAK_FLAGS>,
  facts: VoiceFacts,
): Promise<AnswerVoice | undefined> {
  const explicit = flags.speak === true || flags.play === true || flags.output !== undefined;
  const settings = await readSpeechSettings(context);
  if (!explicit && settings.auto === "off") return undefined;
  const place =
    flags.play === true && flags.output === undefined
      ? undefined
      : savePlace(context, flags.output === undefined ? {} : { output: flags.output });
  if (explicit && place !== undefined) await checkOutput(place);
  const reader = createDirectiveReader(settings.modelOverrides);
  const stopping = new AbortController();
  let meter: SpeechMeter | undefined;
  const speak = createSpeaking(context, flags, {
    place,
    session: facts.session,
    onMeter: (made) => (meter = made),
    signal: AbortSignal.any([context.io.signal, stopping.signal]),
  });
  const live = explicit ? createTextChannel() : undefined;
  // Begun at once, so that the first sentence is spoken as soon as it stands.
  const recording = live === undefined ? undefined : speak(live, {});
  recording?.catch(() => undefined);

  return {
    wrap: (shown) => ({
      push(text) {
        const { visible, spoken } = reader.push(text);
        if (visible !== "") shown?.push(visible);
        live?.push(spoken);
      },
      end() {
        const { visible, spoken } = reader.end();
        if (visible !== "") shown?.push(visible);
        // What follows, such as the next step of an agent, begins a sentence of its own.
        live?.push(`${spoken}\n\n`);
        shown?.end();
      },
    }),
    visible: (text) =>
      readDirectives(text, settings.modelOverrides)
        .visible.replaceAll(/\n{3,}/g, "\n\n")
        .trim(),
    async finish({ text, hasMedia = false }) {
      live?.end();
      try {
        const recorded = await (recording ?? speakPlanned(context, { text, hasMedia, settings, speak, ...facts }));
        if (recorded === undefined) return undefined;
        sayRecorded(context, recorded);
        const [failure] = recorded.failures;
        return answerSpeech(recorded, explicit, failure?.error);
      } catch (error) {
        if (!(error instanceof Error) || error.name === "AbortError") throw error;
        context.out.alert(`${context.out.noteStyle("yellow", "warning:")} The answer is not spoken: ${error.message}`);
        return answerSpeech(undefined, explicit, error);
      }
    },
    spentUsd: () => meter?.spentUsd() ?? 0,
    async stop() {
      stopping.abort(new DOMException("The answer failed.", "AbortError"));
      live?.end();
      await recording?.catch(() => undefined);
    },
  };
}

type Speak = (
  text: string | AsyncIterable<string>,
  overrides: { readonly voice?: string; readonly model?: string },
) => Promise<RecordedSpeech>;

function createSpeaking(
  context: Context,
  flags: FlagValues<typeof SPEAK_FLAGS>,
  facts: Pick<RecordSpeechOptions, "place" | "signal" | "session" | "onMeter">,
): Speak {
  return async (text, { voice: chosen, model }) => {
    const resolved = await context.targets("speech", { model });
    const asked = await readVoice(context, {
      voice: flags.voice ?? chosen,
      format: flags.format,
      speed: flags.speed,
      output: flags.output,
    });
    const { player, voice } = flags.play === true ? await choosePlayer(context, asked, flags) : { voice: asked };
    // What nothing can play is kept: it is paid for.
    const place = facts.place ?? (player === undefined ? savePlace(context, {}) : undefined);
    return recordSpeech(context, { text, resolved, voice, player, ...facts, place });
  };
}

/** `messages.tts.auto`: whether, what and how, decided by the complete answer (as in OpenClaw). */
async function speakPlanned(
  context: Context,
  facts: {
    readonly text: string;
    readonly hasMedia: boolean;
    readonly settings: SpeechSettings;
    readonly speak: Speak;
    readonly resolved: ResolvedTargets;
    readonly messages: readonly ChatMessage[];
    readonly session?: string | undefined;
  },
): Promise<RecordedSpeech | undefined> {
  const { text, hasMedia, settings, speak, resolved, messages } = facts;
  const plan = planSpeech(text, settings, { kind: "final", hasMedia, inboundAudio: hasSound(messages) });
  context.out.warn(plan.warnings);
  if (plan.action === "skip") {
    context.out.detail(`not spoken: ${plan.message ?? plan.reason.replaceAll("_", " ")}`);
    return undefined;
  }
  const { text: spoken, warnings } = await summarizeSpeech(plan, async (request) => {
    const { summaryModel } = (await context.config()).config.tts;
    const { targets } = summaryModel === undefined ? resolved : await context.targets("chat", { model: summaryModel });
    const stream = streamChat(
      {
        target: targets,
        messages: [
          { role: "system", content: request.instructions },
          { role: "user", content: request.text },
        ],
        params: { temperature: request.temperature, maxTokens: request.maxTokens },
      },
      { transport: await context.transport(), signal: context.io.signal, circuits: context.circuits },
    );
    return (await countStream(context, { resolved, session: facts.session }, stream)).text;
  });
  context.out.warn(warnings);
  return speak(spoken, plan.overrides);
}

/** A message that was spoken, or one whose transcript stands in for it. */
function hasSound(messages: readonly ChatMessage[]): boolean {
  const last = messages.findLast(({ role }) => role === "user");
  if (last === undefined || typeof last.content === "string" || last.content === null || last.content === undefined) return false;
  return last.content.some((part) => part.type === "audio" || (part.type === "text" && part.text.startsWith("[Audio]")));
}

/** Where the sound went, how long it is, and how soon it began (TTS-4). */
function sayRecorded(context: Context, { path, sizeBytes, audioMs, firstAudioMs, costUsd }: RecordedSpeech): void {
  const { out, io } = context;
  if (audioMs === 0) {
    out.note("Nothing in the answer can be spoken.");
    return;
  }
  const first = firstAudioMs === undefined ? [] : [`first sound after ${shownMs(firstAudioMs)}`];
  const cost = costUsd === undefined ? [] : [shownUsd(costUsd)];
  const length = audioMs === undefined ? [] : [`${shownMs(audioMs)} of sound`];
  const parts = [...(path === undefined ? [] : [shownBytes(sizeBytes)]), ...length, ...first, ...cost];
  out.note(`${path === undefined ? "spoken" : shownFile(path, io.cwd)}  ${out.noteStyle("dim", parts.join(out.unicode ? " · " : ", "))}`);
}

function answerSpeech(recorded: RecordedSpeech | undefined, explicit: boolean, error: Error | undefined): AnswerSpeech {
  return {
    explicit,
    json: () => (recorded === undefined ? { ok: false, error: { message: error?.message } } : describeRecorded(recorded)),
    ...(recorded === undefined ? {} : { recorded }),
    ...(error === undefined ? {} : { error }),
  };
}

function describeRecorded({ path, mediaType, sizeBytes, audioMs, firstAudioMs, complete, failures, costUsd }: RecordedSpeech): unknown {
  return {
    ok: complete,
    path: path ?? null,
    mimeType: mediaType,
    size: sizeBytes,
    audioMs,
    firstAudioMs,
    ...(costUsd === undefined ? {} : { costUsd }),
    failures: failures.map(({ index, error }) => ({ sentence: index + 1, message: error.message })),
  };
}
