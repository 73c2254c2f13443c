import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { onTestFinished } from "vitest";

/** A quick sandbox for one test, and the variables that send the CLI there. */
export async function testSandbox(): Promise<{ readonly sandbox: Sandbox; readonly env: Readonly<Record<string, string>> }> {
  const sandbox = await createSandbox({
    tokensPerSecond: Infinity,
    media: "in-process",
    imageScale: 0.1,
    videoScale: 0.1,
    videoMaxSeconds: 0.5,
    videoFramesPerSecond: 8,
    jobPolls: 1,
    generationDelayMs: 0,
  });
  onTestFinished(() => sandbox.close());
  return {
    sandbox,
    env: {
      OPENROUTER_BASE_URL: sandbox.baseUrl,
      OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICcliNotARealKey000000",
      OPENCLAW_POLL_INTERVAL_MS: "20",
    },
  };
}
