import { createSandbox, type Sandbox, type SandboxOptions } from "../index.js";

/** A sandbox for tests: no pacing, small pictures, short clips. */
export async function quickSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return createSandbox({
    tokensPerSecond: Infinity,
    imageScale: 0.125,
    videoScale: 0.125,
    videoMaxSeconds: 0.5,
    videoFramesPerSecond: 8,
    generationDelayMs: 0,
    jobPolls: 1,
    ...options,
  });
}

export const KEY = "sk-or-v1-test";

/** Sends JSON with a key; `headers` are added. */
export async function post(sandbox: Sandbox, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(sandbox.baseUrl + path, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

export async function get(sandbox: Sandbox, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(sandbox.baseUrl + path, { headers: { authorization: `Bearer ${KEY}`, ...headers }, redirect: "manual" });
}

/** A chat body with one user message. */
export function ask(text: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { model: "sandbox/guide", messages: [{ role: "user", content: text }], ...more };
}
