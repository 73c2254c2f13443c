import { RequestError } from "./errors/request-error.js";
import { nearest } from "./nearest.js";

/** What a value is called, and how its fields are written. */
export interface FieldNames {
  /** Such as `a chat request`, for the message. */
  readonly what: string;
  readonly known: readonly string[];
  /** What stands elsewhere, or is called otherwise by other libraries → how it is written here, such as `params: { maxTokens }`. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/**
 * Refuses a field that is misspelt, or stands in the wrong place, before anything is sent: what is left out unseen would be a limit that does not
 * hold, or a picture painted without its reference. A field that is like no other is the caller's own and is left alone, so that a row of
 * somebody's table can be spread into a request.
 *
 * @throws RequestError `input_invalid` that says how the field is written
 */
export function checkFields(given: object, { what, known, elsewhere = {} }: FieldNames): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || known.includes(name)) continue;
    const written = name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
    const [meant] = [name, written, ...nearest(written, [...known, ...Object.keys(elsewhere)])].filter(
      (one) => known.includes(one) || Object.hasOwn(elsewhere, one),
    );
    if (meant === undefined) continue;
    throw new RequestError(`"${name}" is not a field of ${what}.`, { code: "input_invalid", hint: `Write ${elsewhere[meant] ?? meant}.` });
  }
}
