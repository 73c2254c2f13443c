import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { startSandbox } from "../sandbox-process.js";

export const command = defineCommand({
  about:
    "Serves the OpenRouter API on loopback until Ctrl-C: streams, pictures, videos and speech are real files, but no model is behind them. No key, no network.",
  flags: {
    port: { kind: "number", value: "N", min: 0, max: 65_535, integer: true, summary: "Listen on this port; without it, on a free one" },
    host: { kind: "text", value: "ADDRESS", summary: "Listen on this address; 127.0.0.1 by default" },
  },
  examples: [{ line: "sandbox --port 8787", says: "then point any OpenRouter client at http://127.0.0.1:8787/api/v1" }],
  async run({ out, io, json }, { flags }) {
    const running = await startSandbox({
      ...(flags.port === undefined ? {} : { port: flags.port }),
      ...(flags.host === undefined ? {} : { host: flags.host }),
    });
    try {
      if (json) out.json({ ok: true, url: running.url, baseUrl: running.baseUrl, port: running.port });
      else {
        out.line(`Sandbox at ${out.style("bold", running.baseUrl)}`);
        out.line(
          "No model is behind it: answers are rules, pictures and clips are drawn, speech is synthesised. Nothing leaves this machine.",
        );
        out.line("\nUse it from another shell:");
        out.line(`  export OPENROUTER_BASE_URL=${running.baseUrl}`);
        out.line("  export OPENROUTER_API_KEY=sandbox");
        out.line(`  ${io.program} chat "Hello"`);
      }
      out.note("\nCtrl-C stops it.");
      await untilAborted(io.signal);
      return EXIT_OK;
    } finally {
      await running.close();
    }
  },
});

/** Serving until Ctrl-C is what was asked for, so it ends well. */
function untilAborted(signal: AbortSignal): Promise<void> {
  // Holds the process open where the server alone would not.
  const timer = setInterval(() => undefined, 60_000);
  return new Promise((resolve) => {
    const stop = (): void => {
      clearInterval(timer);
      resolve();
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
