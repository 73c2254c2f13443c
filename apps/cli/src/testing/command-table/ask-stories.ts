import type { Story } from "./story.js";

const BRIEF = '-s "Be brief" -f note.txt --max-tokens 50 --temperature 0.5 --timeout 30';
const ASKED = {
  model: "openai/gpt-4o-mini",
  max_completion_tokens: 50,
  temperature: 0.5,
  messages: [{ role: "system", content: "Be brief" }, { content: [{ text: "File note.txt:\n\na note" }, { text: "echo: hi" }] }],
};
const CUT = /^warning: The answer was cut at its token limit; .*\n$/;
const THINKS = { dryRun: true, request: { body: { model: "anthropic/claude-sonnet-4.6", reasoning: {} } } };
const EVENTS = /^\{"type":"start",.*\n\{"type":"text","text":"hi"\}\n(?:\{.*\}\n)+$/;
const GOES_ON = { messages: [{}, {}, { content: "echo: two" }] };

/** chat, agent and infer model run. */
export const ASK_STORIES: readonly Story[] = [
  {
    name: "a question of chat",
    steps: [
      {
        line: `chat -m openrouter/openai/gpt-4o-mini --fallback openrouter/auto ${BRIEF} --no-stream "echo: hi"`,
        stdout: /\w/,
        stderr: CUT,
        asks: ASKED,
      },
      { line: 'chat -t high -m openrouter/anthropic/claude-sonnet-4.6 -i cat.png --dry-run --json "What?"', json: THINKS },
      { line: 'chat --extract "Show me code"', stdout: /^\/\*\* Greets .*\nexport function [^]*\n$/ },
      { line: 'chat --schema "name, age int" "Invent a person."', stdout: '{\n  "name": "Sandbox",\n  "age": 1\n}\n' },
      {
        line: 'chat --template short "the sea"',
        asks: { messages: [{ content: "echo: the sea in one word" }] },
        stdout: "the sea in one word\n",
      },
      { line: 'chat --stream-json "echo: hi"', stdout: EVENTS },
      { line: 'chat -q --session trip "echo: one"', stdout: "one\n", stderr: "" },
      { line: 'chat -v --continue "echo: two"', stdout: "two\n", stderr: /first token after .*; 1 attempt\n/, asks: GOES_ON },
      { line: 'chat --max-cost 0.01 -m openrouter/openai/gpt-4o-mini "echo: hi"', stdout: "hi\n" },
      {
        line: 'chat --max-cost 0.0000001 -m openrouter/openai/gpt-4o-mini "echo: a question of some words"',
        exitCode: 1,
        stderr: /The question costs at least \$0\.000002, and --max-cost allows <\$0\.000001; nothing was sent\. Give a higher --max-cost/,
      },
      { line: 'chat --json --no-save "echo: hi"', json: { ok: true, text: "hi", usage: {} } },
    ],
  },
  {
    name: "an answer that is heard",
    steps: [
      {
        line: 'chat --speak --voice bm_george --speed 1.5 --format mp3 -o said.mp3 "Say: One is here."',
        stdout: "One is here.\n",
        stderr: /^said\.mp3 {2}/,
        asks: { voice: "bm_george", speed: 1.5, response_format: "mp3" },
        writes: "said.mp3",
      },
      { line: 'chat --play -q "Say: One is here."', stdout: "One is here.\n", stderr: "", writes: "heard.mp3" },
      {
        line: 'agent --message "Say: One is here." --speak --voice bm_george --speed 1.5 --format pcm -o said.wav',
        stdout: "One is here.\n",
        stderr: /^said\.wav {2}/,
        asks: { voice: "bm_george", speed: 1.5, response_format: "pcm" },
        writes: "said.wav",
      },
      { line: 'agent --message "Say: One is here." -q --play', stdout: "One is here.\n", stderr: "" },
    ],
  },
  {
    name: "a turn of agent",
    steps: [
      {
        line: `agent --local --message "echo: hi" -m openrouter/openai/gpt-4o-mini --fallback openrouter/auto ${BRIEF} --no-tools`,
        stdout: /\w/,
        stderr: CUT,
        asks: ASKED,
      },
      { line: 'agent --message "What?" -t high -m openrouter/anthropic/claude-sonnet-4.6 --dry-run --json', json: THINKS },
      {
        line: 'agent --message "Use image_generate to paint a lighthouse" --max-cost 0.0001',
        exitCode: 1,
        stderr: /--max-cost allows \$0\.0001: it ends here/,
        writes: "openclaw-out/image-1.png",
      },
      { line: 'agent --stream-json --max-steps 2 --message "echo: hi"', stdout: EVENTS },
      { line: 'agent --session trip --message "echo: one"', stdout: "one\n" },
      { line: 'agent --continue --message "echo: two"', stdout: "two\n", asks: GOES_ON },
      {
        line: 'agent --session-id trip --json --message "echo: three"',
        json: { payloads: [{ text: "three" }], meta: { agentMeta: { sessionId: "trip" } } },
      },
    ],
  },
  {
    name: "infer model run",
    steps: [
      {
        line: `infer model run --local --prompt "echo: hi" -m openrouter/openai/gpt-4o-mini --fallback openrouter/auto ${BRIEF}`,
        stdout: /\w/,
        stderr: CUT,
        asks: ASKED,
      },
      { line: 'infer model run -t high -m openrouter/anthropic/claude-sonnet-4.6 --dry-run --json "What?"', json: THINKS },
      { line: 'infer model run --stream-json "echo: hi"', stdout: EVENTS },
      { line: 'infer model run --json "echo: hi"', json: { ok: true, capability: "model.run", outputs: [{ text: "hi" }] } },
      {
        line: 'infer model run --max-cost 0 -m openrouter/openai/gpt-4o-mini "echo: hi"',
        exitCode: 1,
        stderr: /--max-cost allows \$0; nothing was sent/,
      },
      { line: "infer model run", stdin: "echo: piped", stdout: "piped\n" },
    ],
  },
];
