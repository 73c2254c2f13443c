import { relative } from "node:path";
import stringWidth from "fast-string-width";
import type { Context } from "../context.js";
import { shownBytes, shownMs, shownUsd } from "../output/amounts.js";

/** A file that was made, and what it took. */
export interface MadeFile {
  readonly path: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Absent when the provider did not say. */
  readonly costUsd?: number | undefined;
  readonly durationMs: number;
}

/** The path as it is printed: relative below the current folder, so that it can be read and copied. */
export function shownFile(path: string, cwd: string): string {
  const near = relative(cwd, path);
  return near.startsWith("..") || near === "" ? path : near;
}

/** Path, size, cost and time in one line; in two where a terminal has no room. */
export function describeFile(context: Context, file: MadeFile, before = ""): string {
  const { out, io } = context;
  const parts = [shownBytes(file.sizeBytes), ...(file.costUsd === undefined ? [] : [shownUsd(file.costUsd)]), shownMs(file.durationMs)];
  const [path, facts] = [`${before}${shownFile(file.path, io.cwd)}`, parts.join(out.unicode ? " · " : ", ")];
  const fits = !out.terminal || stringWidth(path) + 2 + stringWidth(facts) <= out.columns;
  return `${path}${fits ? "  " : "\n  "}${out.style("dim", facts)}`;
}
