// Where a wish was moved, left out or refused, the library names its own options, each where one of these finds it.
const PLACES = [/^\w+(?= .* became )/, /(?<= became )\w+(?= \S+ for )/, /(?<=^Ignored unsupported overrides for .*(?:: |, ))\w+(?==)/g];
const NONSENSE = /^\w+(?= must be )/;
const REFUSED = /(?<=^\S+ does not take (?:.*; |.*\(allowed: )?)\w+(?= )/g;

const OTHER_NAMES: Readonly<Record<string, string>> = {
  durationSeconds: "--duration",
  imageRole: "the role of --image",
  maxCostUsd: "--max-cost",
  references: "--file",
};
const OPTIONS: ReadonlySet<string> = new Set([
  "aspectRatio",
  "audio",
  "background",
  "durationSeconds",
  "imageRole",
  "maxCostUsd",
  "outputFormat",
  "quality",
  "references",
  "resolution",
  "seed",
  "size",
]);

/** What media says of wishes that a model cannot meet, with this program's flags in the place of the library's options (CLI-3). */
export function flagWords(message: string): string {
  const places = message.endsWith(". Nothing was sent.") ? [NONSENSE, REFUSED] : [NONSENSE, ...PLACES];
  return places.reduce((said, place) => said.replace(place, flagOf), message);
}

function flagOf(option: string): string {
  if (!OPTIONS.has(option)) return option;
  return OTHER_NAMES[option] ?? `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
