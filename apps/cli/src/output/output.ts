import type { Warning } from "@openclaw/core";
import type { Style } from "./style.js";

/** The two streams by their purpose: the answer goes to stdout, everything else to stderr (CLI-3). */
export interface Output {
  /** A piece of the answer, as it is. */
  readonly write: (text: string) => void;
  readonly line: (text?: string) => void;
  readonly json: (value: unknown) => void;
  /** One JSON value per line, for `--stream-json`. */
  readonly jsonLine: (value: unknown) => void;
  /** What happens meanwhile; not with `--quiet`. */
  readonly note: (text: string) => void;
  /** What the user should know even with `--quiet`. */
  readonly alert: (text: string) => void;
  /** Only with `--verbose`. */
  readonly detail: (text: string) => void;
  readonly warn: (warnings: readonly Warning[]) => void;
  /** Of stdout. */
  readonly style: Style;
  /** Of stderr. */
  readonly noteStyle: Style;
  readonly terminal: boolean;
  /** stderr is a terminal whose cursor can be moved. */
  readonly animated: boolean;
  readonly unicode: boolean;
  readonly columns: number;
  readonly noteColumns: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
}
