/** One frame of an event stream, parsed where it is JSON. */
export interface StreamFrame {
  event?: string;
  data: string;
  /** What came, seen as a chat chunk. Nothing is checked: the shape is what the tests assert. */
  json: ChunkLike | undefined;
}

/** The parts of a chat chunk that tests look at; any of them may be missing when a fault is on. */
export interface ChunkLike {
  id?: string;
  choices?: { delta?: DeltaLike; finish_reason?: string | null }[];
  usage?: { cost?: number };
}

export interface DeltaLike {
  content?: string | null;
  tool_calls?: CallDeltaLike[];
  reasoning_details?: { text?: string }[];
  images?: unknown[];
  audio?: { data?: string };
}

export interface CallDeltaLike {
  id?: string;
  index?: number;
  function?: { name?: string; arguments?: string };
}

export interface ReadStream {
  frames: StreamFrame[];
  comments: number;
  done: boolean;
  text: string;
  /** True when the connection broke. */
  broken: boolean;
}

/** Reads a stream to its end or break. Line ends of any kind. */
export async function readStream(response: Response): Promise<ReadStream> {
  const decoder = new TextDecoder();
  let text = "";
  let broken = false;
  try {
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) text += decoder.decode(part, { stream: true });
  } catch {
    broken = true;
  }
  return { ...parseFrames(text), text, broken };
}

function parseFrames(text: string): Pick<ReadStream, "frames" | "comments" | "done"> {
  const frames: StreamFrame[] = [];
  let comments = 0;
  let done = false;
  for (const block of text.split(/\r\n\r\n|\n\n|\r\r/)) {
    const lines = block.split(/\r\n|\n|\r/);
    comments += lines.filter((line) => line.startsWith(":")).length;
    const data = lines.find((line) => line.startsWith("data: "))?.slice(6);
    const event = lines.find((line) => line.startsWith("event: "))?.slice(7);
    if (data === "[DONE]") done = true;
    else if (data !== undefined) frames.push({ data, json: tryJson(data), ...(event === undefined ? {} : { event }) });
  }
  return { frames, comments, done };
}

function tryJson(text: string): ChunkLike | undefined {
  try {
    return JSON.parse(text) as ChunkLike;
  } catch {
    return undefined;
  }
}

/** The text that the content deltas of a chat stream make together. */
export function contentOf(stream: Pick<ReadStream, "frames">): string {
  return stream.frames.map((frame) => frame.json?.choices?.[0]?.delta?.content ?? "").join("");
}

/** The last non-null finish reason of a chat stream. */
export function finishOf(stream: Pick<ReadStream, "frames">): string | undefined {
  return stream.frames
    .map((frame) => frame.json?.choices?.[0]?.finish_reason)
    .filter((reason): reason is string => typeof reason === "string")
    .at(-1);
}
