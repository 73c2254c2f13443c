export interface FormPart {
  name: string;
  filename?: string;
  bytes: Buffer;
}

const BREAK = "\r\n\r\n";

/** The parts of a `multipart/form-data` body; an empty list where it is none. */
export function readMultipart(contentType: string, body: Buffer): FormPart[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return [];
  const mark = `--${boundary}`;
  const parts: FormPart[] = [];
  let at = body.indexOf(mark);
  while (at >= 0) {
    const start = at + mark.length + 2;
    const end = body.indexOf(`\r\n${mark}`, start);
    const head = body.indexOf(BREAK, start);
    if (end < 0 || head < 0 || head > end) break;
    const fields = body.toString("utf8", start, head);
    const name = /name="([^"]*)"/i.exec(fields)?.[1];
    const filename = /filename="([^"]*)"/i.exec(fields)?.[1];
    const bytes = body.subarray(head + BREAK.length, end);
    if (name !== undefined) parts.push({ name, bytes, ...(filename === undefined ? {} : { filename }) });
    at = end + 2;
  }
  return parts;
}
