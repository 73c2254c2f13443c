import { signal, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { modelsById } from "../api/models.js";
import { ModelPicker } from "../models/model-picker.js";
import { bytes } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { type Attachment, readAttachment } from "../ui/attachment.js";
import { questionContent } from "./conversation/question-content.js";
import { misfit } from "./misfit.js";
import { ask, stop } from "./conversation/ask.js";
import { choose } from "./conversation/choose.js";
import { answering, sessionId } from "./conversation/state.js";
import { draftOf, keepDraft } from "./conversation/drafts.js";
import { settings, THINKING, THINKING_WORDS } from "./conversation/settings.js";

const attachments = signal<readonly Attachment[]>([]);
const problem = signal("");

/** Takes files from a drop, the clipboard or the picker. */
export async function attach(files: Iterable<File>): Promise<void> {
  const problems: string[] = [];
  for (const file of files) {
    try {
      const attachment = await readAttachment(file);
      attachments.value = [...attachments.value, attachment];
    } catch (error) {
      problems.push(error instanceof Error ? error.message : "The file could not be read.");
    }
  }
  problem.value = problems.join(" ");
}

/** Where the next question is written. */
export function Composer(): JSX.Element {
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const composing = useSignal(false);
  const { model, thinking } = settings.value;
  const row = modelsById.value.get(model);
  const unfit = misfit(attachments.value, row?.own === true ? undefined : row?.input, row?.name ?? model);
  const { value: id } = sessionId;
  const draft = draftOf(id);
  const busy = answering.value !== undefined;
  const empty = draft.trim() === "" && attachments.value.length === 0;
  useEffect(() => grow(area.current), [draft]);
  // Where a keyboard is, one types at once; on a phone its own would cover half of the conversation.
  useEffect(() => {
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) area.current?.focus({ preventScroll: true });
  }, [id]);
  const send = (): void => {
    if (busy || empty || unfit !== undefined) return;
    const content = questionContent(draft.trim(), attachments.value);
    keepDraft(id, "");
    attachments.value = [];
    problem.value = "";
    void ask(content);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || composing.value) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {(problem.value !== "" || unfit !== undefined) && (
        <p class="note warn" role="alert">
          <Icon name="warning" size={16} />
          <span>{unfit ?? problem.value}</span>
        </p>
      )}
      <div class="composer-box">
        {attachments.value.length > 0 && (
          <ul class="chips" aria-label="Attachments">
            {attachments.value.map((attachment) => (
              <Chip key={attachment.id} attachment={attachment} />
            ))}
          </ul>
        )}
        <textarea
          ref={area}
          rows={1}
          aria-label="Your message"
          dir="auto"
          placeholder="Ask anything"
          value={draft}
          onInput={(event) => keepDraft(id, event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onCompositionStart={() => (composing.value = true)}
          onCompositionEnd={() => (composing.value = false)}
          onPaste={(event) => {
            const files = event.clipboardData?.files;
            if (files === undefined || files.length === 0) return;
            event.preventDefault();
            void attach(files);
          }}
        />
        <div class="composer-row">
          <button
            class="icon-button"
            type="button"
            aria-label="Attach a file"
            title="Attach a text, image, PDF, sound or video"
            onClick={() => picker.current?.click()}
          >
            <Icon name="attach" />
          </button>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              void attach([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = "";
            }}
          />
          <ModelPicker value={model} onChoose={(id) => choose({ model: id })} fits={({ output, own }) => own || output.includes("text")} />
          <label class="thinking-choice" title="How long the model may think">
            <Icon name="thinking" size={16} />
            <span class="visually-hidden">Thinking</span>
            <select
              value={thinking}
              onChange={(event) => choose({ thinking: THINKING.find((level) => level === event.currentTarget.value) ?? "" })}
            >
              {THINKING.map((level) => (
                <option key={level} value={level}>
                  {level === "" ? "Thinking: default" : THINKING_WORDS[level]}
                </option>
              ))}
            </select>
          </label>
          {busy ? (
            <button class="button push send" type="button" onClick={stop}>
              <Icon name="stop" size={17} />
              Stop
            </button>
          ) : (
            <button class="button primary push send" type="submit" disabled={empty || unfit !== undefined} aria-label="Send">
              <Icon name="up" size={17} />
            </button>
          )}
        </div>
      </div>
    </form>
  );
}

function Chip({ attachment }: { readonly attachment: Attachment }): JSX.Element {
  const { id, kind, name, payload, sizeBytes } = attachment;
  return (
    <li class="chip">
      {kind === "image" ? (
        <img src={payload} alt="" />
      ) : (
        <Icon name={kind === "audio" ? "speech" : kind === "video" ? "video" : "file"} size={20} />
      )}
      <span class="chip-words">
        <span class="cut">{name}</span>
        <span class="faint tiny">{bytes(sizeBytes)}</span>
      </span>
      <button
        class="icon-button small"
        type="button"
        aria-label={`Take ${name} away`}
        onClick={() => (attachments.value = attachments.value.filter((other) => other.id !== id))}
      >
        <Icon name="close" size={14} />
      </button>
    </li>
  );
}

const TALLEST_PX = 260;

function grow(area: HTMLTextAreaElement | null): void {
  if (area === null) return;
  area.style.height = "auto";
  area.style.height = `${Math.min(TALLEST_PX, area.scrollHeight)}px`;
}
