import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { messageOf } from "../api/failure.js";
import { duration } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { fileName, saveFile } from "../ui/save-file.js";
import type { Reading } from "./reading.js";

/** The text that is read, with the word that is heard; a click on a sentence reads from there. */
export function Reader({ reading }: { readonly reading: Reading }): JSX.Element {
  const { state, problem, firstSoundMs } = reading;
  const saving = useSignal(false);
  const playing = state.value === "playing";
  const save = async (): Promise<void> => {
    saving.value = true;
    try {
      saveFile(await reading.file(), fileName(reading.text, "mp3"));
    } catch (error) {
      problem.value = messageOf(error);
    }
    saving.value = false;
  };
  return (
    <section class="reader" aria-label="Read aloud">
      <div class="row">
        <button class="button primary" type="button" disabled={state.value === "loading"} onClick={() => reading.toggle()}>
          {state.value === "loading" ? <span class="spinner" /> : <Icon name={playing ? "pause" : "play"} size={16} />}
          {playing ? "Pause" : state.value === "ended" ? "Play again" : state.value === "loading" ? "Loading" : "Play"}
        </button>
        <button class="button quiet" type="button" disabled={saving.value} onClick={() => void save()}>
          <Icon name="download" size={16} />
          {saving.value ? "Joining…" : "Download"}
        </button>
        {firstSoundMs.value !== undefined && <span class="faint small number push">First sound after {duration(firstSoundMs.value)}</span>}
      </div>
      {problem.value !== "" && (
        <p class="note bad" role="alert">
          {problem.value}
        </p>
      )}
      <div class="reader-text">
        {reading.pieces.map((_, index) => (
          <PieceText key={index} reading={reading} index={index} />
        ))}
      </div>
    </section>
  );
}

function PieceText({ reading, index }: { readonly reading: Reading; readonly index: number }): JSX.Element {
  const piece = reading.pieces[index];
  const heard = reading.piece.value === index && reading.state.value !== "ended";
  // Only the piece that is heard looks at the word, so only it is drawn again.
  const current = heard ? piece?.words[reading.word.value] : undefined;
  const mark = useRef<HTMLElement>(null);
  useEffect(() => mark.current?.scrollIntoView({ block: "nearest" }), [current]);
  const words = piece?.words ?? [];
  const first = words[0]?.from ?? 0;
  const start = index === 0 ? 0 : first;
  const next = reading.pieces[index + 1]?.words[0]?.from ?? reading.text.length;
  return (
    <span class={heard ? "piece-text heard" : "piece-text"} onClick={() => void reading.start(index)}>
      {reading.text.slice(start, first)}
      {words.map((word, at) => {
        const after = reading.text.slice(word.to, words[at + 1]?.from ?? next);
        const said = current !== undefined && word === current;
        const inSentence = current !== undefined && word.sentence === current.sentence;
        return (
          <span key={word.from} class={inSentence ? "sentence-heard" : undefined}>
            {said ? <mark ref={mark}>{reading.text.slice(word.from, word.to)}</mark> : reading.text.slice(word.from, word.to)}
            {after}
          </span>
        );
      })}
    </span>
  );
}
