import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon } from "./icon.js";

/** A dialog of the browser's own: the focus stays inside and comes back, Escape closes it. */
export function Modal(props: { readonly title: string; readonly onClose: () => void; readonly children: ComponentChildren }): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={ref} aria-labelledby={id} onClose={props.onClose} onMouseDown={(event) => event.target === ref.current && props.onClose()}>
      <div class="dialog-head">
        <h2 id={id}>{props.title}</h2>
        <button class="icon-button push" type="button" aria-label="Close" onClick={props.onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div class="dialog-body">{props.children}</div>
    </dialog>
  );
}
