/** A picture counts for about as much on every model that takes one. */
export const PICTURE_TOKENS = 3_000;
// No model hears more than 32 tokens a second, nor sees more than 300; nothing is recorded in fewer bytes a second than these make.
const SOUND_BYTES_PER_TOKEN = 16;
const VIDEO_BYTES_PER_TOKEN = 32;
/** Where requests carry media. Whatever stands elsewhere is words to the model, though it may look like a file. */
const MEDIA_FIELDS: ReadonlySet<string> = new Set("url image_url file_data file_url image b64_json".split(" "));
const DATA_URL = /^data:([^;,]{0,100})[^,]{0,100};base64,/i;

/** An upper bound of the tokens in a body: texts and documents by their bytes, sound and film by theirs, pictures by a flat figure. */
export function boundTokens(body: unknown): number {
  if (typeof body === "string") return Buffer.byteLength(body);
  if (Array.isArray(body)) return body.reduce<number>((sum, item) => sum + 4 + boundTokens(item), 0);
  if (typeof body !== "object" || body === null) return 1;
  const { type } = body as { readonly type?: unknown };
  // What a tool was called with is read by the model letter by letter.
  if (type === "tool_use") return Buffer.byteLength(JSON.stringify(body));
  return Object.entries(body).reduce((sum, [name, value]) => sum + name.length + 2 + boundField(name, value), 0);
}

function boundField(name: string, value: unknown): number {
  if (typeof value === "string") return MEDIA_FIELDS.has(name) ? boundMedia(value) : Buffer.byteLength(value);
  if (name !== "input_audio" && name !== "source") return boundTokens(value);
  // Bare base64 beside its type: `{data, format}` of sound, `{data, media_type}` of Anthropic.
  const { data, media_type: type, ...rest } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof data !== "string") return boundTokens(value);
  return boundTokens(rest) + mediaTokens(name === "input_audio" ? "audio" : String(type), data.length);
}

function boundMedia(value: string): number {
  const dataUrl = DATA_URL.exec(value);
  if (dataUrl !== null) return mediaTokens(dataUrl[1] ?? "", value.length);
  // How much stands behind an address is not known: as much as a picture.
  return Buffer.byteLength(value) + (/^https?:/i.test(value) ? PICTURE_TOKENS : 0);
}

function mediaTokens(type: string, base64Length: number): number {
  const [kind] = type.toLowerCase().split("/");
  if (kind === "image") return PICTURE_TOKENS;
  const bytes = (base64Length * 3) / 4;
  if (kind === "audio") return Math.max(PICTURE_TOKENS, Math.ceil(bytes / SOUND_BYTES_PER_TOKEN));
  if (kind === "video") return Math.max(PICTURE_TOKENS, Math.ceil(bytes / VIDEO_BYTES_PER_TOKEN));
  // A document or a text: packed text is about four times larger, and four letters are about a token.
  return Math.max(PICTURE_TOKENS, base64Length);
}
