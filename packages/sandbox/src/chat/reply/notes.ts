/** What the guide knows. Short, true and about the toolkit; anything else it says it does not know. */
export const NOTES: readonly string[] = [
  "This is the sandbox: an OpenRouter-shaped server on your own machine. No model is behind it, no key is needed, nothing leaves the machine, and nothing costs money. It answers by fixed rules, so that streaming, tools, jobs, files and failures can be tried offline.",
  "To use real models, create a key at openrouter.ai/keys and put it in the environment variable OPENROUTER_API_KEY, or run `openclaw onboard --auth-choice openrouter-api-key`.",
  "A model reference is written `openrouter/<provider>/<model>`, for example `openrouter/anthropic/claude-sonnet-4.6`. `openrouter/auto` lets the router choose. `openclaw models set <reference>` makes one the default.",
  "The config file is `~/.openclaw/openclaw.json` (JSON5). `openclaw config explain` shows every value with the place it came from; a flag beats the environment, the environment beats the file.",
  "Fallback models stand in `agents.defaults.model.fallbacks`. When a model fails, stalls or is overloaded, the next candidate takes over; an answer that was cut off is never passed off as complete.",
  "Images are made by `openclaw infer image generate --prompt ...`. The default route is chat completions with `modalities`; aspect ratio, resolution and reference images are checked against what the model can do.",
  "Videos are asynchronous jobs: `openclaw infer video generate` submits one, shows progress and downloads the file. A job that was paid for is journaled, so it survives a crash and is never bought twice; `video list` and `video resume` bring it back.",
  "Speech: `openclaw infer tts convert --text ...` writes an MP3. Markdown and code are turned into speakable words, and long text is spoken sentence by sentence, so the first sound comes early.",
  "Music is streamed audio from a chat model: `openclaw infer music generate --prompt ...`.",
  "Cost: every answer carries `usage.cost` in US dollars as charged by the provider, with cached and reasoning tokens counted apart. `openclaw usage` adds them up.",
  "Thinking levels are off, minimal, low, medium, high, xhigh, max and adaptive. They are mapped to what the model supports; a level it lacks moves to the nearest one, with a warning.",
  "Prompt caching: on the verified OpenRouter route, Anthropic models get cache markers on the system prompt and a rolling marker on the conversation, so that a long prefix is paid for once.",
  "Tools are functions the model may call. Define them with a schema; the loop runs the calls, gives the results back and stops after a bounded number of steps. A failing tool becomes a result, not a crash.",
  "The server, `openclaw-server`, speaks the OpenAI, Anthropic and OpenRouter dialects on one port. Keys can have budgets; every attempt is written to a ledger.",
  "Faults on request: send the header `x-sandbox-fault: stall:3`, use the model id `sandbox/fault-cut`, or call `sandbox.setFault({ name: 'status-429' })` in a test, to see how a client copes.",
  "Errors have stable codes. 401 means the key, 402 means credit, 403 may mean moderation or a budget, 429 means too many requests, 5xx means the provider; the message always says what to do next.",
];
