import type { ChatEvent, ChatResult, FailoverEvent, ToolLoopEvent, Usage } from "@openclaw/chat";
import type { ResolvedTargets } from "@openclaw/config";
import type { Context } from "../context.js";
import { shownMs, shownUsd } from "../output/amounts.js";
import { createProgress } from "../output/progress.js";
import type { AnswerSink } from "./answer-sink.js";

/** Shows an answer while it comes: its text in the sink, what else is worth knowing on stderr. */
export interface EventView {
  show(event: ChatEvent | ToolLoopEvent): void;
  /** Says on the terminal what is waited for; the next text takes it away. */
  wait(label: string): void;
  /** Ends the line and takes the spinner away; may be called again. */
  end(): void;
}

export function createEventView(
  context: Context,
  { resolved, sink }: { resolved: ResolvedTargets; sink?: AnswerSink | undefined },
): EventView {
  const { io, out } = context;
  const progress = createProgress(out, { now: io.now, write: (text) => io.stderr.write(text) });
  const waiting = sink !== undefined && out.animated;
  const wait = (label: string | (() => string)): void => {
    if (waiting) progress.update(typeof label === "string" ? label : () => ({ label: label() }));
  };
  return {
    wait,
    show(event) {
      switch (event.type) {
        case "start":
          if (out.verbose) progress.stop();
          out.detail(`answered by ${event.model}${event.provider === undefined ? "" : ` (${event.provider})`}`);
          break;
        case "reasoning":
          wait("thinking");
          break;
        case "text":
          if (sink?.shows === false) wait("the answer is being written");
          else progress.stop();
          sink?.push(event.text);
          break;
        case "failover": {
          progress.stop();
          const speaks = event.next === event.failed.model ? out.verbose : !out.quiet;
          // Part of the answer stands in the current row of the terminal: what is said stands below it, and the answer goes on below that.
          if (event.recovering && out.terminal && speaks) io.stderr.write("\n");
          sayFailover(context, event, resolved);
          // Below a part of the answer there is no row for it.
          if (!event.recovering) wait(nextTry(event, io.now));
          break;
        }
        case "restart":
          sink?.end();
          out.note("(the answer starts over)");
          break;
        default:
          break;
      }
    },
    end() {
      progress.stop();
      sink?.end();
    },
  };
}

/** What is waited for after a failure: the next try first, which a limited rate puts off. Read again whenever it is drawn. */
function nextTry({ failed, next, waitMs }: FailoverEvent, now: () => number): () => string {
  const tryAtMs = now() + waitMs;
  const why = failed.reason?.replaceAll("_", " ") ?? "unknown";
  return () => {
    const leftMs = tryAtMs - now();
    return leftMs <= 0 ? `waiting for ${next}` : `${failed.model} failed (${why}); next try in ${Math.ceil(leftMs / 1000)} s`;
  };
}

function sayFailover({ out }: Context, event: FailoverEvent, { targets }: ResolvedTargets): void {
  const primary = targets[0]?.model.ref ?? event.failed.model;
  if (event.next === event.failed.model) {
    out.detail(`${event.failed.model} failed (${event.failed.reason ?? "unknown"}); trying again`);
    return;
  }
  // OpenClaw's own words.
  const mark = out.unicode ? "↪️ " : "-> ";
  out.note(`${mark}Model Fallback: ${event.next} (selected ${primary}; ${event.failed.reason ?? "unknown"})`);
}

/** Model, tokens, cost and time of a turn (CLI-4). */
export function sayUsage(
  { out }: Context,
  { usage, model, attempts }: Pick<ChatResult, "usage" | "model" | "attempts">,
  durationMs: number,
): void {
  const line = [model, ...usageParts(usage), shownMs(durationMs)].join(" · ");
  const text = out.unicode ? line : line.replaceAll(" · ", ", ");
  if (out.animated) out.note(out.noteStyle("dim", text));
  else out.detail(text);
  const first = attempts.at(-1)?.firstTokenMs;
  if (first !== undefined) out.detail(`first token after ${shownMs(first)}; ${attempts.length} attempt${attempts.length === 1 ? "" : "s"}`);
}

export function usageParts(usage: Usage | undefined): readonly string[] {
  if (usage === undefined) return [];
  const cached = usage.cachedTokens > 0 ? ` (${usage.cachedTokens} cached)` : "";
  const reasoning = usage.reasoningTokens > 0 ? ` (${usage.reasoningTokens} thinking)` : "";
  return [
    `${usage.promptTokens}${cached} in`,
    `${usage.completionTokens}${reasoning} out`,
    ...(usage.costUsd === undefined ? [] : [shownUsd(usage.costUsd)]),
  ];
}
