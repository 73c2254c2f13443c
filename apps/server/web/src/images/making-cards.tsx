import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { modelsById } from "../api/models.js";
import { duration, usd } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { Modal } from "../ui/modal.js";
import { fileName, saveFile } from "../ui/save-file.js";
import { forgetMaking, make, type Making, makings, type Picture } from "./made.js";

/** Every picture that was wished for, newest first. */
export function MakingCards(): JSX.Element {
  const shown = useSignal<{ readonly making: Making; readonly picture: Picture } | undefined>(undefined);
  return (
    <>
      <div class="cards" aria-live="polite">
        {makings.value.map((making) => (
          <Cards key={making.id} making={making} onOpen={(picture) => (shown.value = { making, picture })} />
        ))}
      </div>
      {shown.value !== undefined && <BigPicture {...shown.value} onClose={() => (shown.value = undefined)} />}
    </>
  );
}

function Cards({ making, onOpen }: { readonly making: Making; readonly onOpen: (picture: Picture) => void }): JSX.Element {
  const { wish, state, pictures, problem } = making;
  const aspectRatio = wish.ratio === "" ? "1 / 1" : wish.ratio.replace(":", " / ");
  if (state === "failed") {
    return (
      <article class="card">
        <div class="card-words">
          <p class="note bad" role="alert">
            <Icon name="warning" size={16} />
            <span>{problem}</span>
          </p>
          <p class="prompt soft">{wish.prompt}</p>
          <div class="row">
            <button class="button" type="button" onClick={() => void make(wish)}>
              <Icon name="retry" size={15} />
              Try again
            </button>
            <button class="button quiet" type="button" onClick={() => forgetMaking(making)}>
              Take away
            </button>
          </div>
        </div>
      </article>
    );
  }
  if (state === "making") {
    return (
      <>
        {Array.from({ length: wish.count }, (_, index) => (
          <article key={index} class="card" aria-busy="true">
            <div class="card-picture pending" style={{ aspectRatio }}>
              <span class="spinner" role="img" aria-label="Being made" />
            </div>
            <div class="card-words">
              <p class="prompt">{wish.prompt}</p>
              <div class="row">
                <span class="faint">Being made…</span>
                <button class="link-button push faint" type="button" onClick={making.cancel}>
                  Cancel
                </button>
              </div>
            </div>
          </article>
        ))}
      </>
    );
  }
  return (
    <>
      {pictures.map((picture, index) => (
        <article key={picture.url} class="card">
          <button class="card-picture" type="button" aria-label={`Look at: ${wish.prompt}`} onClick={() => onOpen(picture)}>
            <img src={picture.url} alt={wish.prompt} />
          </button>
          <div class="card-words">
            <p class="prompt">{wish.prompt}</p>
            <div class="row faint number">
              <span class="cut">{modelsById.value.get(making.model)?.name ?? making.model}</span>
              <span class="push">{index === 0 ? usd(making.costUsd) : ""}</span>
              <span>{duration(making.totalMs)}</span>
            </div>
            {index === 0 &&
              making.warnings.map((warning) => (
                <p key={warning} class="tiny faint">
                  {warning}
                </p>
              ))}
          </div>
        </article>
      ))}
    </>
  );
}

function BigPicture({
  making,
  picture,
  onClose,
}: {
  readonly making: Making;
  readonly picture: Picture;
  readonly onClose: () => void;
}): JSX.Element {
  const extension = picture.bytes.type
    .replace(/^image\//, "")
    .replace("jpeg", "jpg")
    .replace("svg+xml", "svg");
  return (
    <Modal title="Picture" onClose={onClose}>
      <img class="big-picture" src={picture.url} alt={making.wish.prompt} />
      <p>{making.wish.prompt}</p>
      <div class="dialog-foot">
        <button class="button quiet" type="button" onClick={() => void make(making.wish)}>
          <Icon name="retry" size={15} />
          Make another
        </button>
        <button class="button primary" type="button" onClick={() => saveFile(picture.bytes, fileName(making.wish.prompt, extension))}>
          <Icon name="download" size={15} />
          Download
        </button>
      </div>
    </Modal>
  );
}
