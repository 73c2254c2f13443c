import { UsageError } from "../args/usage-error.js";

/** What stands for stdin in place of a path; a file of that name is `./-`. */
const PIPED = "-";

export function isPiped(reference: string): boolean {
  return reference === PIPED;
}

/** @returns whether one of the files is what was piped in. @throws UsageError where two are */
export function takesStdin(files: readonly string[]): boolean {
  const times = files.filter(isPiped).length;
  if (times > 1) throw new UsageError("Stdin can be attached once.", "Keep one --file -.");
  return times === 1;
}
