/** What a test wants to look at: JSON as a value, other text as text, FormData as itself, the rest as bytes. A promise only for what must be read. */
export function readRequestBody(body: BodyInit | null | undefined, headers: Headers): unknown {
  if (body === null || body === undefined || body === "") return undefined;
  if (body instanceof FormData) return body;
  if (typeof body === "string") return parseText(body, headers);
  return new Response(body).arrayBuffer().then((buffer) => {
    const bytes = new Uint8Array(buffer);
    const text = decodeStrictly(bytes);
    return text === undefined ? bytes : parseText(text, headers);
  });
}

function parseText(text: string, headers: Headers): unknown {
  const mustBeJson = /\bjson\b/.test(headers.get("content-type") ?? "");
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (mustBeJson) throw new Error(`fakeFetch: the request says it is JSON and is not: ${text.slice(0, 200)}`, { cause: error });
    return text;
  }
}

function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
