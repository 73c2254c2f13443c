/** What becomes of the parts of an answer that are not prose (TTS-3). */
export interface SpeakablePolicy {
  /** Fenced code: named in a few words (default), left out, or read line by line. */
  readonly code?: "mention" | "skip" | "read" | undefined;
  /** What is said for fenced code; default English. Its argument is the word behind the fence, such as `python`. */
  readonly codePhrase?: ((language: string | undefined) => string) | undefined;
  /** Bare addresses: their host is said (default), or nothing, or all of it. */
  readonly url?: "host" | "skip" | "read" | undefined;
  /** BCP 47 tag of the text; decides how symbols such as `%` are read, and where sentences end. Default: guessed, sentence by sentence. */
  readonly language?: string | undefined;
}

/** The default for `codePhrase`. */
export function describeCode(language: string | undefined): string {
  return language === undefined ? "Code example." : `Code example in ${language}.`;
}
