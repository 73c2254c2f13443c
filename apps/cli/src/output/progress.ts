import stringWidth from "fast-string-width";
import { shownMs } from "./amounts.js";
import type { Output } from "./output.js";
import { cut } from "./cut.js";

export interface Progress {
  /** `fraction` from 0 to 1; absent while it is not known. As a function, both are asked again whenever the bar is drawn. */
  update(state: string | (() => ProgressState), fraction?: number): void;
  /** Takes the bar away. */
  stop(): void;
}

export interface ProgressState {
  readonly label: string;
  readonly fraction?: number | undefined;
}

export interface ProgressOptions {
  readonly now: () => number;
  /** Where the bar is drawn: the stream of notes. */
  readonly write: (text: string) => void;
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const PLAIN_FRAMES = ["|", "/", "-", "\\"];
const BAR_WIDTH = 24;
const REDRAW_MS = 100;
// Without a terminal a line says that something still happens, now and then.
const QUIET_INTERVAL_MS = 15_000;

/**
 * A bar, or a spinner while nothing is known, for work that takes long (CLI-4). Where the cursor cannot be moved it writes a line when the
 * label changes, and one every 15 s.
 */
export function createProgress(out: Output, options: ProgressOptions): Progress {
  const startedMs = options.now();
  let read = (): ProgressState => ({ label: "" });
  let said: string | undefined;
  let frame = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  const draw = (): void => {
    const { label, fraction } = bounded(read());
    const spent = shownMs(options.now() - startedMs);
    const frames = out.unicode ? FRAMES : PLAIN_FRAMES;
    frame = (frame + 1) % frames.length;
    // What does not fit on one line could not be drawn over, and would stay.
    const barWidth = Math.max(6, Math.min(BAR_WIDTH, out.noteColumns - 34));
    const left = fraction === undefined ? (frames[frame] ?? "") : bar(fraction, barWidth, out.unicode);
    const percent = fraction === undefined ? "" : ` ${String(Math.round(fraction * 100)).padStart(3)}%`;
    const fixed = `${left}${percent}  ${spent}  `;
    const room = out.noteColumns - stringWidth(fixed) - 1;
    options.write(`\r\u001b[K${fixed}${room < 3 ? "" : cut(label, room, out.unicode)}`);
  };
  const say = (): void => {
    const { label, fraction } = bounded(read());
    const percent = fraction === undefined ? "" : ` ${Math.round(fraction * 100)}%`;
    out.note(`${label}${percent} (${shownMs(options.now() - startedMs)})`);
  };

  return {
    update(state, fraction) {
      read = typeof state === "function" ? state : () => ({ label: state, fraction });
      const { label } = read();
      if (out.animated) draw();
      else if (label !== said) out.note(label);
      said = label;
      timer ??= setInterval(out.animated ? draw : say, out.animated ? REDRAW_MS : QUIET_INTERVAL_MS);
    },
    stop() {
      if (timer === undefined) return;
      clearInterval(timer);
      timer = undefined;
      if (out.animated) options.write("\r\u001b[K");
    },
  };
}

function bounded({ label, fraction }: ProgressState): ProgressState {
  return { label, fraction: fraction === undefined ? undefined : Math.min(1, Math.max(0, fraction)) };
}

function bar(fraction: number, width: number, unicode: boolean): string {
  const full = Math.round(fraction * width);
  const [on, off] = unicode ? ["█", "░"] : ["#", "."];
  return on.repeat(full) + off.repeat(width - full);
}
