// Short words that one language uses all the time and the others seldom do.
const COMMON: Readonly<Record<string, string>> = {
  en: "the and is are of to with you it this that for be have was were they from will your can",
  de: "der die das und ist nicht mit ein eine einen sie ich es für auf den dem zu wird sind kostet von bei",
  fr: "le la les et est des une un dans pour vous que qui avec sur pas du au coûte sont",
  es: "el los las es una un por con para que del en se no como cuesta son más",
  it: "il che di è per una non gli con sono della del costa più",
  pt: "os um uma não para com que é do da em custa são mais",
  nl: "de het een en van is niet dat met voor zijn op",
};

const words: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(COMMON).map(([language, list]) => [language, new Set(list.split(" "))]),
);

/** The language of a sentence by its short words; `undefined` when they do not tell. Enough to know how a `%` is read, and no more. */
export function guessLanguage(sentence: string): string | undefined {
  // "com" is Portuguese, but not in an address.
  const tokens =
    sentence
      .replace(/\S*[\p{L}\d][.@/]\p{L}\S*/gu, " ")
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const scores = [...words].map(([language, list]) => ({ language, score: tokens.filter((token) => list.has(token)).length }));
  scores.sort((a, b) => b.score - a.score);
  const [best, second] = scores;
  return best === undefined || best.score === 0 || best.score === second?.score ? undefined : best.language;
}
