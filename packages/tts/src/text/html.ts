const BLOCK_TAGS =
  "address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul";
const INLINE_TAGS =
  "a abbr b bdi bdo big button cite code data del dfn em font i img input ins kbd label mark q rp rt ruby s samp small span strike strong sub sup td th time tt u var wbr video audio source picture iframe script style svg path input option select textarea";
// Of SSML: no model here reads it, and nobody wants to hear it. A pause is what it stands for.
const SPEECH_TAGS = "break emphasis phoneme prosody say-as speak voice";

const blockTags: ReadonlySet<string> = new Set(BLOCK_TAGS.split(" "));
const tags: ReadonlySet<string> = new Set([...blockTags, ...INLINE_TAGS.split(" "), ...SPEECH_TAGS.split(" ")]);

/** A tag of HTML or SSML as `word` or `/word`; anything else in angle brackets is text, such as `List<String>`. */
export function isHtmlTag(name: string): boolean {
  return tags.has(name.replace("/", "").toLowerCase());
}

/** Ends what is said before it. */
export function isBlockTag(name: string): boolean {
  return blockTags.has(name.replace("/", "").toLowerCase());
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  copy: "©",
  deg: "°",
  euro: "€",
  gt: ">",
  hellip: "…",
  laquo: "«",
  ldquo: "“",
  lsquo: "‘",
  lt: "<",
  mdash: "—",
  middot: "·",
  nbsp: " ",
  ndash: "–",
  pound: "£",
  quot: '"',
  raquo: "»",
  rdquo: "”",
  reg: "®",
  rsquo: "’",
  times: "×",
  trade: "™",
};

export const LONGEST_ENTITY = 10;

/** The character that `&name;`, `&#65;` or `&#x41;` stands for, given what is between `&` and `;`. */
export function readEntity(body: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/i.exec(body) ?? [];
  if (hex === undefined && decimal === undefined) return ENTITIES[body];
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code > 0 && code <= 0x10_ff_ff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : undefined;
}
