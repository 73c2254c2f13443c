import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId, useRef } from "preact/hooks";
import { type Attachment, readAttachment } from "./attachment.js";
import { Icon } from "./icon.js";

export interface PictureInputProps {
  readonly label: string;
  readonly hint: string;
  readonly pictures: readonly Attachment[];
  readonly most: number;
  readonly onChange: (pictures: readonly Attachment[]) => void;
}

/** Pictures by drop, paste or the picker. */
export function PictureInput({ label, hint, pictures, most, onChange }: PictureInputProps): JSX.Element {
  const over = useSignal(false);
  const problem = useSignal("");
  const picker = useRef<HTMLInputElement>(null);
  const id = useId();
  const take = async (files: readonly File[]): Promise<void> => {
    problem.value = "";
    try {
      const read = await Promise.all(files.map((file) => readAttachment(file)));
      if (read.some(({ kind }) => kind !== "image")) throw new Error("Only PNG, JPEG, WebP and GIF pictures are taken here.");
      onChange([...pictures, ...read].slice(0, most));
    } catch (error) {
      problem.value = error instanceof Error ? error.message : "The picture could not be read.";
    }
  };
  return (
    <div class="field" role="group" aria-labelledby={id}>
      <span class="label" id={id}>
        {label}
      </span>
      <div
        class={over.value ? "drop-zone over" : "drop-zone"}
        onDragOver={(event) => {
          event.preventDefault();
          over.value = true;
        }}
        onDragLeave={() => (over.value = false)}
        onDrop={(event) => {
          event.preventDefault();
          over.value = false;
          void take([...(event.dataTransfer?.files ?? [])]);
        }}
      >
        {pictures.map((picture) => (
          <span key={picture.id} class="thumb">
            <img src={picture.payload} alt={picture.name} />
            <button
              type="button"
              aria-label={`Take ${picture.name} away`}
              onClick={() => onChange(pictures.filter((other) => other !== picture))}
            >
              <Icon name="close" size={13} />
            </button>
          </span>
        ))}
        {pictures.length < most && (
          <button class="button quiet" type="button" onClick={() => picker.current?.click()}>
            <Icon name="plus" size={15} />
            {pictures.length === 0 ? "Choose or drop" : "Another"}
          </button>
        )}
        <input
          ref={picker}
          type="file"
          accept="image/png,image/jpeg,image/webp,image/gif"
          multiple={most > 1}
          hidden
          onChange={(event) => {
            void take([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
      </div>
      <span class="hint">{problem.value === "" ? hint : problem.value}</span>
    </div>
  );
}
