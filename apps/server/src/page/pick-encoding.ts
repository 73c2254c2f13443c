import type { PageFile } from "./page-files.js";

/** The bytes to send for an `Accept-Encoding`: Brotli before gzip before plain; `q=0` refuses one. */
export function pickEncoding(file: PageFile, accepted: string): { readonly bytes: Buffer; readonly encoding?: "br" | "gzip" } {
  const takes = (name: string): boolean =>
    accepted.split(",").some((part) => {
      const [coding = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
      return coding === name && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
    });
  if (file.br !== undefined && takes("br")) return { bytes: file.br, encoding: "br" };
  if (file.gzip !== undefined && takes("gzip")) return { bytes: file.gzip, encoding: "gzip" };
  return { bytes: file.plain };
}
