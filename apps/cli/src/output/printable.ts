// Everything but tab and line break: a name, an answer or an error text from outside must not move the cursor or set the title.
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text from outside, safe to show on a terminal. */
export function printable(text: string): string {
  return text.replace(CONTROLS, "");
}
