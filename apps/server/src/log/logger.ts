import { redact } from "@openclaw/core/internal";

export type LogLevel = "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>;

/** Structured logs: one JSON object a line. Every line is searched for secrets before it is written (KEY-6). */
export interface Logger {
  log(level: LogLevel, event: string, fields?: LogFields): void;
  /** Writes what is still held back. */
  flush(): void;
}

export interface LoggerOptions {
  readonly write: (text: string) => void;
  /** The secrets that must not stand in a line; asked anew for each batch, because keys reload. */
  readonly secrets?: () => readonly string[];
  /** Told of each warning and error. */
  readonly onTrouble?: (event: string) => void;
  readonly now?: () => number;
}

const HELD_CHARACTERS = 16_384;
const HELD_MS = 100;

/** A logger that gathers lines for a moment: one write for many requests. */
export function createLogger({ write, secrets = () => [], onTrouble, now = Date.now }: LoggerOptions): Logger {
  let held = "";
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (held === "") return;
    const text = redact(held, secrets());
    held = "";
    write(text);
  };
  return {
    log(level, event, fields) {
      const rest = fields === undefined ? "}" : `,${JSON.stringify(fields).slice(1)}`;
      held += `{"time":"${new Date(now()).toISOString()}","level":"${level}","event":"${event}"${rest === ",}" ? "}" : rest}\n`;
      if (level !== "info") onTrouble?.(event);
      if (level !== "info" || held.length >= HELD_CHARACTERS) flush();
      else timer ??= setTimeout(flush, HELD_MS).unref();
    },
    flush,
  };
}
