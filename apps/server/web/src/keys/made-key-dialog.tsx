import type { JSX } from "preact";
import type { MadeKey } from "../api/keys.js";
import { CopyButton } from "../ui/copy-button.js";
import { Icon } from "../ui/icon.js";
import { Modal } from "../ui/modal.js";

/** A new key, the one time that it is shown: the server keeps only its hash. */
export function MadeKeyDialog({ made, onClose }: { readonly made: MadeKey; readonly onClose: () => void }): JSX.Element {
  return (
    <Modal title={`The key of ${made.record.name}`} onClose={onClose}>
      <p class="note warn">
        <Icon name="warning" size={16} />
        <span>Copy it now: it is shown this once, and nobody can look it up later.</span>
      </p>
      <SecretLine label="Key" text={made.key} />
      {made.webhookSecret !== undefined && (
        <SecretLine label="Secret that signs the webhooks of its video jobs" text={made.webhookSecret} />
      )}
      <div class="dialog-foot">
        <button class="button primary" type="button" onClick={onClose}>
          I have it
        </button>
      </div>
    </Modal>
  );
}

function SecretLine({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  return (
    <div class="field">
      <span class="label">{label}</span>
      <div class="secret-line">
        <code>{text}</code>
        <CopyButton text={text} label={`Copy: ${label}`} />
      </div>
    </div>
  );
}
