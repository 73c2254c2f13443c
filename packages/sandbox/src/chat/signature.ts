import { createHmac, timingSafeEqual } from "node:crypto";

/** Not a secret from anyone: it only makes signatures that a changed byte breaks. */
const SEAL = "openclaw-sandbox";

/** A signature over a reasoning text, as opaque to a client as a real one, and checkable by the sandbox. */
export function sign(family: string, text: string): string {
  return Buffer.concat([Buffer.from("sbx1"), createHmac("sha256", SEAL).update(`${family}\n${text}`).digest()]).toString("base64");
}

export function verifySignature(family: string, text: string, signature: string): boolean {
  const wanted = Buffer.from(sign(family, text));
  const given = Buffer.from(signature);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

/** Opaque data that holds `text` and proves that it came from here for this family. */
export function sealData(family: string, text: string): string {
  return Buffer.from(`${sign(family, text)}.${Buffer.from(text).toString("base64")}`).toString("base64");
}

/** True for data that `sealData` made for this family, unchanged. */
export function verifySealed(family: string, data: string): boolean {
  const [signature = "", text = ""] = Buffer.from(data, "base64").toString("latin1").split(".");
  return signature !== "" && verifySignature(family, Buffer.from(text, "base64").toString("utf8"), signature);
}
