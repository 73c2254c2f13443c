import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import "../styles/studio.css";
import "./speech.css";
import { revision } from "../api/connection.js";
import { loadModels, modelsById } from "../api/models.js";
import { ModelPicker } from "../models/model-picker.js";
import { count } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { Reader } from "./reader.js";
import { Reading } from "./reading.js";
import { Transcriber } from "./transcriber.js";

const EXAMPLE =
  "The gateway keeps one key, and many people work through it. Each of them has a budget, and every answer says what it cost. When a model fails, the next one takes over, and nobody has to read a stack trace.";
const SPEEDS = [0.75, 1, 1.25, 1.5];

/** Text to speech that is followed with the eyes, and speech to text. */
export function SpeechView(): JSX.Element {
  const text = useSignal(EXAMPLE);
  const model = useSignal("hexgrad/kokoro-82m");
  const voice = useSignal("");
  const speed = useSignal(1);
  const reading = useSignal<Reading | undefined>(undefined);
  useSignalEffect(() => {
    void revision.value;
    void loadModels().catch(() => undefined);
  });
  useEffect(() => () => reading.value?.close(), []);
  const row = modelsById.value.get(model.value);
  const voices = row?.voices ?? [];
  const chosenVoice = voices.includes(voice.value) ? voice.value : (voices[0] ?? "");
  const read = (words: string): void => {
    reading.value?.close();
    const next = new Reading(words, {
      model: model.value,
      voice: chosenVoice,
      speed: speed.value,
    });
    reading.value = next;
    void next.start();
  };
  return (
    <div class="studio">
      <form
        class="studio-form"
        aria-label="New speech"
        onSubmit={(event) => {
          event.preventDefault();
          read(text.value);
        }}
      >
        <h1>Speech</h1>
        <div class="field">
          <label for="speech-text">Text</label>
          <textarea
            id="speech-text"
            class="textarea"
            rows={8}
            required
            value={text.value}
            onInput={(event) => (text.value = event.currentTarget.value)}
          />
          <span class="hint number">{count(text.value.length)} characters</span>
        </div>
        <div class="field">
          <span class="label">Model</span>
          <ModelPicker value={model.value} onChoose={(id) => (model.value = id)} fits={({ output }) => output.includes("speech")} />
        </div>
        <div class="pair">
          <div class="field">
            <label for="voice">Voice</label>
            <select id="voice" class="select" value={chosenVoice} onChange={(event) => (voice.value = event.currentTarget.value)}>
              {voices.length === 0 && <option value="">Model’s own</option>}
              {voices.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </div>
          <div class="field">
            <label for="speed">Speed</label>
            <select
              id="speed"
              class="select"
              value={String(speed.value)}
              onChange={(event) => (speed.value = Number(event.currentTarget.value))}
            >
              {SPEEDS.map((one) => (
                <option key={one} value={String(one)}>
                  {one === 1 ? "Normal" : `${one}×`}
                </option>
              ))}
            </select>
          </div>
        </div>
        <button class="button primary" type="submit" disabled={text.value.trim() === ""}>
          <Icon name="speech" size={17} />
          Read aloud
        </button>
      </form>
      <div class="studio-out">
        {reading.value === undefined ? (
          <div class="empty">
            <Icon name="speech" size={26} />
            <p>The text is read sentence by sentence; the word that is heard is marked.</p>
          </div>
        ) : (
          <Reader key={reading.value.text} reading={reading.value} />
        )}
        <hr class="rule" />
        <Transcriber
          onUse={(words) => {
            text.value = words;
            read(words);
          }}
        />
      </div>
    </div>
  );
}
