import { onTestFinished } from "vitest";
import { requestHeaders } from "../openrouter/request-headers.js";
import type { TransportRequest } from "../http/transport.js";
import { createNodeTransport, type NodeTransport, type NodeTransportOptions } from "../node/node-transport.js";
import type { ModelTarget, RequestPlan } from "../target.js";

/** Looks at no environment but what a test gives it, and is closed when the test ends. */
export function transportWith(options: NodeTransportOptions = {}): NodeTransport {
  const transport = createNodeTransport({ env: {}, ...options });
  onTestFinished(() => transport.close());
  return transport;
}
export const get = (url: string, options: Partial<TransportRequest> = {}): TransportRequest => ({
  method: "GET",
  url,
  headers: {},
  signal: new AbortController().signal,
  ...options,
});
export const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
export async function textOfAll(body: { read(): Promise<Uint8Array | undefined> }): Promise<string> {
  let text = "";
  for (let piece = await body.read(); piece !== undefined; piece = await body.read()) text += textOf(piece);
  return text;
}
export async function failureOf(sending: Promise<unknown>): Promise<Error & { readonly hint?: string }> {
  try {
    await sending;
  } catch (error) {
    return error as Error;
  }
  throw new Error("The request did not fail.");
}
export function planFor(target: ModelTarget): RequestPlan {
  return {
    method: "POST",
    url: `${target.endpoint.baseUrl}/chat/completions`,
    headers: requestHeaders(target),
    body: { model: target.model.wireId },
    warnings: [],
    steps: [],
  };
}
