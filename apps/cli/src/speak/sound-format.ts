/** The sound that the name of a file asks for, where no flag does; samples make a WAV file. */
export function soundOfName(path: string | undefined): "mp3" | "wav" | undefined {
  const [, extension = ""] = /\.([a-z\d]+)$/i.exec(path ?? "") ?? [];
  const name = extension.toLowerCase();
  if (name === "mp3") return "mp3";
  return name === "wav" || name === "pcm" ? "wav" : undefined;
}
