import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { type Transcript, transcribe } from "../api/audio.js";
import { adviceOn } from "../api/next-step.js";
import { ModelPicker } from "../models/model-picker.js";
import { CopyButton } from "../ui/copy-button.js";
import { duration, usd } from "../ui/format.js";
import { Icon } from "../ui/icon.js";

/** A recording, from a file or the microphone, written down. */
export function Transcriber({ onUse }: { readonly onUse: (text: string) => void }): JSX.Element {
  const model = useSignal("openai/whisper-large-v3-turbo");
  const language = useSignal("");
  const busy = useSignal(false);
  const problem = useSignal("");
  const result = useSignal<Transcript | undefined>(undefined);
  const recorder = useSignal<MediaRecorder | undefined>(undefined);
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => () => stopRecorder(recorder.value), []);
  const write = async (recording: File): Promise<void> => {
    busy.value = true;
    problem.value = "";
    result.value = undefined;
    try {
      result.value = await transcribe(recording, { model: model.value, language: language.value.trim() });
    } catch (error) {
      problem.value = adviceOn(error);
    }
    busy.value = false;
  };
  const record = async (): Promise<void> => {
    problem.value = "";
    try {
      recorder.value = await startRecorder((file) => void write(file));
    } catch {
      problem.value = "The microphone cannot be used: allow it for this page, or choose a file.";
    }
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
        {recorder.value === undefined ? (
          <button class="button" type="button" disabled={busy.value} onClick={() => void record()}>
            <Icon name="mic" size={16} />
            Record
          </button>
        ) : (
          <button
            class="button danger"
            type="button"
            onClick={() => {
              stopRecorder(recorder.value);
              recorder.value = undefined;
            }}
          >
            <span class="recording" aria-hidden="true" />
            Stop and write down
          </button>
        )}
        <button class="button" type="button" disabled={busy.value} onClick={() => picker.current?.click()}>
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
        <p class="note bad" role="alert">
          {problem.value}
        </p>
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

async function startRecorder(onFile: (file: File) => void): Promise<MediaRecorder> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  recorder.addEventListener("stop", () => {
    for (const track of stream.getTracks()) track.stop();
    const type = recorder.mimeType.split(";", 1)[0] ?? "audio/webm";
    onFile(new File(parts, `recording.${type.endsWith("mp4") ? "m4a" : "webm"}`, { type }));
  });
  recorder.start();
  return recorder;
}

function stopRecorder(recorder: MediaRecorder | undefined): void {
  if (recorder !== undefined && recorder.state !== "inactive") recorder.stop();
}
