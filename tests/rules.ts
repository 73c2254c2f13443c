/**
 * `held`: a test proves it and cites its id. `planned`: not here yet; docs/roadmap.md says when. There is no third state: a rule that is
 * only half there is planned.
 */
export type RuleStatus = "held" | "planned";

export interface Rule {
  readonly id: string;
  /** What a user can count on, in one line. */
  readonly behaviour: string;
  readonly status: RuleStatus;
}

export interface RuleGroup {
  readonly title: string;
  readonly rules: readonly Rule[];
}

const held = (id: string, behaviour: string): Rule => ({ id, behaviour, status: "held" });

/** Every promise of the toolkit; one that is not held yet is written out, with `status: "planned"`. `npm run rules` writes docs/rules.md from it and names planned rules that a test already cites. */
export const RULES: readonly RuleGroup[] = [
  {
    title: "Form",
    rules: [
      held(
        "F-1",
        "One pnpm workspace: five libraries and the sandbox under packages, the CLI and the server under apps, joined by workspace links.",
      ),
      held("F-2", "Every package is `@openclaw/<its folder>`; the programs are `openclaw` and `openclaw-server`."),
      held(
        "F-3",
        "Each library works alone from npm: ES modules, types, clean exports, and no Node built-in behind the root of core, config, chat, media, tts.",
      ),
      held("F-4", "A program's `dist` folder, copied anywhere without node_modules, starts."),
      held(
        "F-5",
        "The programs need Node 22.18; on an older one they restart under the checkout's own Node or say in one line what is needed.",
      ),
    ],
  },
  {
    title: "First run",
    rules: [
      held(
        "RUN-1",
        "`npm start` on a fresh clone installs, builds and shows a streamed answer, an image, a video job and a spoken answer, then what to try next.",
      ),
      held("RUN-2", "`npm test` on a fresh clone installs everything, the browser too, and runs every check and test."),
      held("RUN-3", "A second `npm start` with nothing changed reaches the first token within three seconds."),
    ],
  },
  {
    title: "Config",
    rules: [
      held(
        "CFG-1",
        "The file is found by OPENCLAW_CONFIG_PATH, the state folder, the home folder or a profile; no file means defaults; folder 0700, file 0600.",
      ),
      held(
        "CFG-2",
        "JSON5 with digit separators, includes, `${VAR}` references and env blocks load; a variable that is set already is never overridden.",
      ),
      held("CFG-3", "The documented text, image, video and speech examples load as they are printed, in the older and the newer spelling."),
      held(
        "CFG-4",
        "An unknown key, a wrong type or a bad value is one message with its path, what is allowed and the nearest known key; foreign sections pass with a note.",
      ),
      held(
        "CFG-5",
        "Provider settings, per-model settings, thinking default, gateway and failover settings are read from their documented places.",
      ),
      held(
        "CFG-6",
        "A write checks the whole result, is atomic, keeps a backup, comments and references, loses no concurrent change, and never leaves a file that would not load.",
      ),
      held(
        "CFG-7",
        "Flag beats environment beats file beats default, for each value alone, and each value can say where it came from; secrets are never shown.",
      ),
      held("CFG-8", "A JSON Schema made from the same schema ships for editors."),
    ],
  },
  {
    title: "Credentials",
    rules: [
      held(
        "KEY-1",
        "The key for everything but speech: flag, selected profile, environment (a list rotates on rate limits), provider setting.",
      ),
      held("KEY-2", "The key for speech: speech setting, provider setting, environment, stored profile."),
      held(
        "KEY-3",
        "Onboarding stores the key with mode 0600, as a value, an environment reference or in the keyring; env, file and exec references resolve.",
      ),
      held("KEY-4", "Without a key: one line naming the flag, the variable and the onboarding command; exit 1; nothing is sent."),
      held("KEY-5", "Sign-in by OAuth with PKCE: state in the callback, loopback listener, pasting for machines without a browser."),
      held("KEY-6", "A key stands in no log, error, plan, crash, metric or ledger, and goes to the configured origin only."),
    ],
  },
  {
    title: "Model references and catalogue",
    rules: [
      held(
        "REF-1",
        "`openrouter/<provider>/<model>` splits at the first slash; variants, `~author` families and presets pass unchanged; a bare name that is no alias is an error with suggestions.",
      ),
      held(
        "REF-2",
        "Bundled models work without a network; others resolve against a cached catalogue that is refreshed in the background; no catalogue is a warning.",
      ),
      held("REF-3", "A catalogue row becomes flat traits once, and shaping reads only those."),
    ],
  },
  {
    title: "Endpoint and transport",
    rules: [
      held("NET-1", "One function decides what is OpenRouter, by parsed origin and base path; look-alikes are not."),
      held(
        "NET-2",
        "Attribution headers, cache markers, cache headers and the provider object go to verified OpenRouter only; a caller's own header wins.",
      ),
      held(
        "NET-3",
        "Connect, first token, stall and total have limits with their own errors; retries obey Retry-After and never repeat a paid submission that may have been accepted.",
      ),
      held(
        "NET-4",
        "An abort ends the upstream request at once, before and after the first byte; every buffer from the network has a bound.",
      ),
      held(
        "NET-5",
        "Errors carry a stable code, retryability, status, ids and what to do; an error in a 200, a page, an empty or cut answer is an error.",
      ),
      held("NET-6", "HTTP_PROXY, HTTPS_PROXY, NO_PROXY and extra certificate authorities work in the CLI and the server."),
    ],
  },
  {
    title: "Chat",
    rules: [
      held(
        "CHAT-1",
        "A thinking level becomes the `reasoning` object that the model's traits allow; a level it lacks moves to the nearest with a warning.",
      ),
      held(
        "CHAT-2",
        "Anthropic models on verified OpenRouter get at most four cache markers; the caller's own win; the same input gives the same bytes.",
      ),
      held("CHAT-3", "OpenAI-only fields are not forwarded, and the plan says so."),
      held("CHAT-4", "Gemini thought signatures are replayed with their tool call when valid and removed when foreign or malformed."),
      held("CHAT-5", "Provider routing settings are forwarded whole as the `provider` object; per-model settings win."),
      held(
        "CHAT-6",
        "Reasoning details are kept whole and replayed in order; a change of model family drops what only the old one can read.",
      ),
      held("CHAT-7", "Trailing assistant turns are dropped for Anthropic with reasoning; DeepSeek V4 gets its reasoning backfilled."),
      held(
        "CHAT-8",
        "Tools are left out for models without them; tool-call pieces survive missing or repeated ids, missing indexes and late names.",
      ),
      held("CHAT-9", "Response-cache settings become headers; extra body fields come last and cannot replace model, messages or stream."),
      held("CHAT-10", "A stream is typed events with exactly one end; unknown values are kept, not thrown; usage carries cost in USD."),
      held(
        "CHAT-11",
        "The tool loop is bounded, parallel and survives a failing tool; structured output is validated, with one repair turn.",
      ),
      held("CHAT-12", "Conversations are saved as they happen, survive a crash and resume."),
    ],
  },
  {
    title: "Failover",
    rules: [
      held(
        "FAIL-1",
        "Candidates come from the agent's model, the model's fallbacks or the request; a model named explicitly stands alone.",
      ),
      held("FAIL-2", "One classifier says retry, next or stop for every error."),
      held("FAIL-3", "Each candidate has a circuit that opens on failures, cools down with jitter, probes once and closes on success."),
      held("FAIL-4", "A request always ends in a whole answer or one clear error, never in a cut answer that looks whole."),
      held(
        "FAIL-5",
        "A stream that dies after its first token goes on at the next candidate without repeating a word, and a healthy stream is never held back for it.",
      ),
      held(
        "FAIL-6",
        "A slow first token moves on, a stall is cut, every limit is a setting, and every attempt is recorded with cause, time and cost.",
      ),
    ],
  },
  {
    title: "Images, video, music",
    rules: [
      held(
        "IMG-1",
        "Images come from chat completions with the modalities that the model has, Gemini's options included, within the call's or the configured time.",
      ),
      held(
        "IMG-2",
        "The images endpoint is used when asked for and for models that only it serves; a custom base URL always gets the chat route.",
      ),
      held(
        "IMG-3",
        "Edits, references, sizes and formats are checked against the model first; what does not fit moves to the nearest or is listed; writes are atomic.",
      ),
      held(
        "VID-1",
        "A video is submitted, polled on the same origin, and downloaded to disk in a stream with a size bound; the key goes to the configured origin only.",
      ),
      held("VID-2", "Text to video and image to video; images are first and last frame unless given as references."),
      held(
        "VID-3",
        "A length, size or ratio that the model lacks moves to the nearest and is said before submission; nonsense, and with --strict any misfit, sends nothing.",
      ),
      held("VID-4", "Video to video is a clear error."),
      held(
        "VID-5",
        "A paid job is never lost and never bought twice: it is journaled before submission and found again after a kill at any moment.",
      ),
      held("VID-6", "Progress is shown while polling backs off, and every final status is handled."),
      held("MUS-1", "Music is streamed audio, joined before it is decoded, within a bound."),
      held("MED-1", "Images, audio, video and PDF can be attached to a chat by path or URL."),
    ],
  },
  {
    title: "Speech",
    rules: [
      held("TTS-1", "Speech defaults to kokoro, voice af_alloy, mp3, and always says its format."),
      held("TTS-2", "Automatic speech follows off, always, inbound or tagged; tts directives are read and removed from the text."),
      held("TTS-3", "Markdown, code and links become speakable; long text splits at sentences; the joined file has no gap and is valid."),
      held("TTS-4", "The first sentence is spoken while the model is still writing, and the time to first audio is told."),
      held("TTS-5", "Audio bytes pass through as they come; --play uses a player that is there."),
      held("STT-1", "Transcription with language, detail and bounds, from the documented settings."),
    ],
  },
  {
    title: "CLI",
    rules: [
      held(
        "CLI-1",
        "The documented onboarding and model commands work as printed, on a terminal and in scripts; the key is checked; what exists is kept.",
      ),
      held("CLI-2", "Every documented command and flag is there, with the documented JSON envelopes."),
      held(
        "CLI-3",
        "stdin is input, stdout is the answer alone, the rest is stderr; exit codes 0, 1, 2, 130; NO_COLOR and pipes are respected.",
      ),
      held("CLI-4", "Long work shows progress, Markdown renders while it streams, cost and tokens follow each turn."),
      held("CLI-5", "--dry-run prints the exact request and why each shaping step did or did not apply."),
    ],
  },
  {
    title: "Server",
    rules: [
      held("SRV-1", "OpenAI's, Anthropic's and OpenRouter's own clients work by base URL alone."),
      held(
        "SRV-2",
        "A model is the configured chain, an alias or a reference; config and keys reload, and a bad edit keeps the last good one.",
      ),
      held(
        "SRV-3",
        "It binds to loopback, refuses other binds without authentication, checks Host and Origin, and knows virtual keys with limits.",
      ),
      held("SRV-4", "Budgets reserve before a call and reconcile after it: concurrent requests never overspend."),
      held("SRV-5", "Each attempt has a ledger row, and totals match the sum of the answers to the cent."),
      held("SRV-6", "Video jobs outlive clients, crashes and restarts; webhooks are signed; paid requests are idempotent by key."),
      held("SRV-7", "Streams flow at once with backpressure; a client that leaves cancels upstream; a failure in mid-stream is an event."),
      held(
        "SRV-8",
        "Health, metrics, OpenAPI, tracing and structured logs without prompt text; SIGTERM drains; bodies and slow clients have limits.",
      ),
      held("SRV-9", "State is SQLite, or PostgreSQL and Redis, with which several instances act as one."),
    ],
  },
  {
    title: "Page",
    rules: [
      held("UI-1", "A playground for chat, images, video jobs and speech."),
      held("UI-2", "A dashboard for spend, tokens, caching, latency, errors, keys, budgets and the catalogue."),
    ],
  },
  {
    title: "Sandbox",
    rules: [
      held(
        "SBX-1",
        "`openclaw sandbox` serves OpenRouter's API on loopback with real streams, images, videos and speech, and says that no model is behind it.",
      ),
      held("SBX-2", "Every answer of the sandbox fits OpenRouter's contract and its official SDK."),
      held("SBX-3", "The sandbox shows any fault on request."),
    ],
  },
];
