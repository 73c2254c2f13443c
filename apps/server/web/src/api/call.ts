import { lost } from "./connection.js";
import { ApiFailure, isAbort, readFailure } from "./failure.js";
import { keepSecret, secret } from "./secret.js";

export interface CallOptions {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Sent as JSON, a form as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Asks with this one instead of the one that is kept. */
  readonly secret?: string;
}

/** Asks the server. Any answer that is not 2xx, and no answer, is an `ApiFailure`; an abort stays the platform's own error. */
export async function call(path: string, options: CallOptions = {}): Promise<Response> {
  const { method = "GET", body, headers = {}, signal, secret: shown = secret.value } = options;
  const form = body instanceof FormData;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(shown === "" ? {} : { authorization: `Bearer ${shown}` }),
        ...(body === undefined || form ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
      cache: "no-store",
      credentials: "omit",
    });
  } catch (error) {
    if (isAbort(error)) throw error;
    lost();
    throw new ApiFailure("The server cannot be reached.", { status: 0, code: "unreachable" });
  }
  if (response.ok) return response;
  const text = await response.text().catch(() => "");
  const failure = readFailure(response.status, parsed(text), response.headers);
  // The key was revoked, or the token changed: back to the sign-in.
  if (response.status === 401 && shown !== "" && shown === secret.value) keepSecret("");
  if (failure.code === "shutting_down") lost();
  throw failure;
}

/** Asks for JSON. */
export async function callJson(path: string, options: CallOptions = {}): Promise<unknown> {
  const response = await call(path, options);
  return response.status === 204 ? {} : readJson(response);
}

export async function readJson(response: Response): Promise<unknown> {
  try {
    return (await response.json()) as unknown;
  } catch (error) {
    if (isAbort(error)) throw error;
    if (error instanceof SyntaxError)
      throw new ApiFailure("The server's answer could not be read.", { status: response.status, code: "unreadable" });
    lost();
    throw new ApiFailure("The connection broke off.", { status: 0, code: "unreachable" });
  }
}

/** `?a=1&b=2` without what is empty. */
export function query(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "");
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()}`;
}

/** A name for a paid request, so that a repeated click or a retry never buys twice. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `page-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
