import { relative } from "node:path";
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

/** Path, size, cost and time in one line. */
export function describeFile(context: Context, file: MadeFile): string {
  const { out, io } = context;
  const parts = [shownBytes(file.sizeBytes), ...(file.costUsd === undefined ? [] : [shownUsd(file.costUsd)]), shownMs(file.durationMs)];
  return `${shownFile(file.path, io.cwd)}  ${out.style("dim", parts.join(out.unicode ? " · " : ", "))}`;
}
