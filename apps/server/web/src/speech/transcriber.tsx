import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { type Transcript, transcribe } from "../api/audio.js";
import { adviceOn } from "../api/next-step.js";
import { ModelPicker } from "../models/model-picker.js";
import { CopyButton } from "../ui/copy-button.js";
import { duration, usd } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { type Recording, startRecording } from "./recorder.js";

/** A recording, from a file or the microphone, written down. */
export function Transcriber({ onUse }: { readonly onUse: (text: string) => void }): JSX.Element {
  const model = useSignal("openai/whisper-large-v3-turbo");
  const language = useSignal("");
  const busy = useSignal(false);
  const problem = useSignal("");
  const result = useSignal<Transcript | undefined>(undefined);
  const recording = useSignal<Recording | undefined>(undefined);
  // What could not be written down: nobody says it all a second time.
  const unwritten = useSignal<File | undefined>(undefined);
  const picker = useRef<HTMLInputElement>(null);
  const here = useRef(true);
  useEffect(
    () => () => {
      here.current = false;
      // Whoever leaves did not ask for it to be paid for.
      recording.value?.discard();
    },
    [],
  );
  const write = async (file: File): Promise<void> => {
    busy.value = true;
    problem.value = "";
    result.value = undefined;
    unwritten.value = undefined;
    try {
      result.value = await transcribe(file, { model: model.value, language: language.value.trim() });
    } catch (error) {
      problem.value = adviceOn(error);
      unwritten.value = file;
    }
    busy.value = false;
  };
  const record = async (): Promise<void> => {
    busy.value = true;
    problem.value = "";
    try {
      recording.value = await startRecording();
    } catch (error) {
      problem.value = adviceOn(error);
    }
    busy.value = false;
    // The browser may have asked for leave while the view was left.
    if (!here.current) recording.value?.discard();
    const file = await recording.value?.file;
    recording.value = undefined;
    if (file !== undefined) await write(file);
  };
  return (
    <section class="transcriber stack" aria-label="Write a recording down">
      <h2>Write a recording down</h2>
      <div class="pair">
        <div class="field">
          <span class="label">Model</span>
          <ModelPicker value={model.value} onChoose={(id) => (model.value = id)} fits={({ output }) => output.includes("transcription")} />
        </div>
        <div class="field">
          <label for="language">Language</label>
          <input
            id="language"
            class="input"
            placeholder="Found out, or such as en"
            maxLength={8}
            value={language.value}
            onInput={(event) => (language.value = event.currentTarget.value)}
          />
        </div>
      </div>
      <div class="row wrap">
        {recording.value === undefined ? (
          <button class="button" type="button" disabled={busy.value} onClick={() => void record()}>
            <Icon name="mic" size={16} />
            Record
          </button>
        ) : (
          <>
            <button class="button danger" type="button" onClick={() => recording.value?.finish()}>
              <span class="recording" aria-hidden="true" />
              Stop and write down
            </button>
            <button class="button quiet" type="button" onClick={() => recording.value?.discard()}>
              Discard
            </button>
            <Elapsed sinceMs={recording.value.startedMs} />
          </>
        )}
        <button class="button" type="button" disabled={busy.value || recording.value !== undefined} onClick={() => picker.current?.click()}>
          <Icon name="file" size={16} />
          Choose a file
        </button>
        <input
          ref={picker}
          type="file"
          accept="audio/*,video/webm"
          hidden
          aria-label="Recording"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file !== undefined) void write(file);
            event.currentTarget.value = "";
          }}
        />
        {busy.value && <span class="spinner" role="img" aria-label="Being written down" />}
      </div>
      {problem.value !== "" && (
        <div class="note bad" role="alert">
          {problem.value}
          {unwritten.value !== undefined && (
            <button class="link-button" type="button" onClick={() => unwritten.value !== undefined && void write(unwritten.value)}>
              Try again
            </button>
          )}
        </div>
      )}
      {result.value !== undefined && (
        <div class="panel transcript" role="status">
          <p class="plain">{result.value.text === "" ? "Nothing was heard." : result.value.text}</p>
          <div class="row faint small number">
            {result.value.seconds !== undefined && <span>{duration(result.value.seconds * 1000)}</span>}
            {result.value.costUsd !== undefined && <span>{usd(result.value.costUsd)}</span>}
            <span class="push" />
            <CopyButton text={result.value.text} label="Copy the text" />
            <button class="button quiet" type="button" onClick={() => onUse(result.value?.text ?? "")}>
              Read it aloud
            </button>
          </div>
        </div>
      )}
    </section>
  );
}

/** How long it has been recording, each second anew. */
function Elapsed({ sinceMs }: { readonly sinceMs: number }): JSX.Element {
  const nowMs = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (nowMs.value = Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <span class="faint small number">{clock(nowMs.value - sinceMs)}</span>;
}

/** Such as `1:05`. */
function clock(lengthMs: number): string {
  const seconds = Math.max(0, Math.round(lengthMs / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
