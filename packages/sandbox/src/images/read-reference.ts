/** The bytes of a picture given as a PNG data URL; anything else is not looked at (the sandbox fetches nothing). */
export function readReference(url: string | undefined): Uint8Array | undefined {
  const base64 = /^data:image\/png;base64,(.+)$/s.exec(url ?? "")?.[1];
  return base64 === undefined ? undefined : new Uint8Array(Buffer.from(base64, "base64"));
}
