import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { afterAll, beforeAll, onTestFinished } from "vitest";

export interface TestSandbox {
  readonly sandbox: Sandbox;
  /** The variables that send the CLI there. */
  readonly env: Readonly<Record<string, string>>;
}

/** A quick sandbox for one test. */
export async function testSandbox(): Promise<TestSandbox> {
  const made = await quickSandbox();
  onTestFinished(() => made.sandbox.close());
  return made;
}

/** One for all tests of a file. */
export function fileSandbox(): () => TestSandbox {
  let made: TestSandbox | undefined;
  beforeAll(async () => void (made = await quickSandbox()));
  afterAll(async () => made?.sandbox.close());
  return () => {
    if (made === undefined) throw new Error("The sandbox is there only while tests run.");
    return made;
  };
}

async function quickSandbox(): Promise<TestSandbox> {
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
  return {
    sandbox,
    env: {
      OPENROUTER_BASE_URL: sandbox.baseUrl,
      OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICcliNotARealKey000000",
      OPENCLAW_POLL_INTERVAL_MS: "20",
    },
  };
}
