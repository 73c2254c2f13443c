import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { exportFile } from "../api/requests.js";
import { Icon } from "../ui/icon.js";
import { saveFile } from "../ui/save-file.js";
import type { TimeRange } from "./time-range.js";

/** The ledger's rows of the span as a file. */
export function ExportMenu({ range }: { readonly range: TimeRange }): JSX.Element {
  const busy = useSignal(false);
  const save = async (format: "csv" | "json"): Promise<void> => {
    busy.value = true;
    try {
      saveFile(await exportFile(format, range), `openclaw-ledger.${format}`);
    } catch {
      // The banner, or the next look, says why the server gave nothing.
    }
    busy.value = false;
  };
  return (
    <div class="row">
      {(["csv", "json"] as const).map((format) => (
        <button
          key={format}
          class="button quiet"
          type="button"
          disabled={busy.value}
          aria-label={`Download the rows as ${format.toUpperCase()}`}
          onClick={() => void save(format)}
        >
          <Icon name="download" size={15} />
          {format.toUpperCase()}
        </button>
      ))}
    </div>
  );
}
