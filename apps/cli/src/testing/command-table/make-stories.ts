import type { Story } from "./story.js";

const FINE = "-n 1 --quality low --output-format png --background opaque --seed 7 --no-preview";
const MOVED = /^(?:warning: .*\n|making .*\n)+$/;
const IMAGE_EVENTS = /^\{"type":"completed",.*\n\{"type":"result","ok":true,.*\n$/;
const MAKING = /^(?:making an image|making music|speaking) with openrouter\/\S+\n$/;
const VIDEO_STEPS = /^submitting to .*\n(?:video job: .*\n)+fetching the video\n$/;
const IN_SHAPE = "--aspect-ratio 16:9 --resolution 1K --strict --stream-json";
const SHAPE = { image_config: { aspect_ratio: "16:9", image_size: "1K" } };
const BY_SIZE = "-m openrouter/openai/gpt-5-image-mini --size 1024x1024 --dry-run --json";
const LOOKED = { model: "openai/gpt-4o-mini", messages: [{ content: [{ text: "What?" }, {}] }] };

/** What makes files, and what reads them. */
export const MAKE_STORIES: readonly Story[] = [
  {
    name: "images",
    steps: [
      {
        line: `infer image generate -p "a cat" ${FINE} -o cat-1.png`,
        stdout: /\/cat-1\.png\n$/,
        stderr: MOVED,
        asks: { model: "google/gemini-3.1-flash-image-preview", n: 1 },
        writes: "cat-1.png",
      },
      { line: `infer image generate "a cat" ${IN_SHAPE}`, stdout: IMAGE_EVENTS, asks: SHAPE },
      { line: `infer image generate "a cat" ${BY_SIZE}`, json: { dryRun: true } },
      {
        line: 'infer image generate "a cat" --force -o cat-1.png --json',
        json: { ok: true, capability: "image.generate" },
        stderr: MAKING,
      },
      { line: `infer image edit -f cat.png -p "a hat" ${FINE} -o hat.png`, stdout: /\/hat\.png\n$/, stderr: MOVED, writes: "hat.png" },
      {
        line: `infer image edit -f cat.png "a hat" ${IN_SHAPE}`,
        stdout: IMAGE_EVENTS,
        asks: { ...SHAPE, messages: [{ content: [{ text: "a hat" }, { type: "image_url" }] }] },
      },
      { line: `infer image edit -f cat.png "a hat" ${BY_SIZE}`, json: { dryRun: true } },
      {
        line: 'infer image edit -f cat.png "a hat" --force -o hat.png --json',
        json: { ok: true, capability: "image.edit" },
        stderr: MAKING,
      },
      { line: "infer image list", stdout: /^Job .*\n(?:image-\S+ +done .*\n){6}$/ },
      { line: "infer image list --sandbox", stdout: "No image jobs: those of the sandbox end with their command.\n" },
      {
        line: "infer image describe -f cat.png -p What? -m openrouter/openai/gpt-4o-mini",
        stdout: /1\. image, image\/png, 16 bytes\n$/,
        asks: LOOKED,
      },
      {
        line: "infer image describe-many cat.png -f cat.png -p What? -m openrouter/openai/gpt-4o-mini",
        stdout: /^cat\.png\n[^]*\ncat\.png\n/,
        asks: LOOKED,
      },
    ],
  },
  {
    name: "what is paid for and not in its place yet",
    steps: [
      {
        line: 'infer image generate "a cat" -o pictures/cat.png',
        loses: "pictures",
        exitCode: 1,
        stderr: /infer image resume image-/,
      },
      { line: "infer image resume image -o hat.png --force", stdout: /\/hat\.png\n$/, writes: "hat.png" },
      { line: 'infer music generate "a song" -o songs/song.wav', loses: "songs", exitCode: 1, stderr: /infer music resume music-/ },
      { line: "infer music resume music -o song.wav --force", stdout: /\/song\.wav\n$/, writes: "song.wav" },
      { line: "infer tts convert Hello. -o sounds/hello.mp3", loses: "sounds", exitCode: 1, stderr: /infer tts resume speech-/ },
      { line: "infer tts resume speech -o hello.mp3 --force", stdout: /\/hello\.mp3\n$/, writes: "hello.mp3" },
      { line: 'infer video generate "waves" --timeout-ms 1', exitCode: 1, stderr: /infer video resume video-/ },
      { line: "infer video status video", stdout: /video-/ },
      {
        line: "infer video resume video -o waves.mp4 --force --no-preview --stream-json",
        stdout: /"type":"result","ok":true/,
        writes: "waves.mp4",
      },
    ],
  },
  {
    name: "a video that is given up",
    steps: [
      { line: 'infer video generate "waves" --timeout-ms 1', exitCode: 1, stderr: /infer video resume video-/ },
      { line: "infer video cancel video", stdout: /video-/, stderr: /^(?!.*openclaw:)/s },
    ],
  },
  {
    name: "videos",
    steps: [
      {
        line: "infer video generate -p waves -m openrouter/google/veo-3.1 --duration 4 --resolution 720p --aspect-ratio 16:9 --audio --seed 7 --max-cost 1.6 --no-preview -o waves.mp4",
        stdout: /\/waves\.mp4\n$/,
        stderr: VIDEO_STEPS,
        asks: {
          model: "google/veo-3.1",
          prompt: "waves",
          duration: 4,
          resolution: "720p",
          aspect_ratio: "16:9",
          generate_audio: true,
          seed: 7,
        },
        writes: "waves.mp4",
      },
      {
        line: "infer video generate waves -m openrouter/google/veo-3.1 --duration 4 --resolution 720p --max-cost 1.59",
        exitCode: 1,
        stderr: /may cost \$1\.6, and at most \$1\.59 is allowed; nothing was sent\. Ask for fewer seconds/,
      },
      {
        line: "infer video generate waves -m openrouter/google/veo-3.1 --duration 4 --resolution 720p --dry-run --json",
        json: { price: { likelyUsd: 1.6, mostUsd: 1.6 } },
      },
      {
        line: "infer video generate waves --image cat.png --dry-run --json",
        json: { request: { body: { frame_images: [{ type: "image_url" }] } } },
      },
      {
        line: "infer video generate waves --size 1280x720 --strict --dry-run",
        stdout: /"size": "1280x720"[^]*\nPrice\n {2}at most \$\d+\.\d+, by the model's listed prices\n/,
        stderr: "The request was not sent.\n",
      },
      { line: "infer video generate waves --force -o waves.mp4 --stream-json", stdout: /^\{"type":"job",[^]*"type":"result","ok":true/ },
      { line: "infer video list", stdout: /^Job .*\n(?:video-\S+ +done .*\n){2}$/ },
      { line: "infer video list --sandbox", stdout: "No video jobs: those of the sandbox end with their command.\n" },
    ],
  },
  {
    name: "music",
    steps: [
      {
        line: 'infer music generate -p "a song" --lyrics "la la" --duration 2 --format wav -m openrouter/google/lyria-3-clip-preview -o song.wav',
        stdout: /\/song\.wav\n$/,
        stderr: MAKING,
        asks: {
          model: "google/lyria-3-clip-preview",
          audio: { format: "wav" },
          messages: [{ content: "a song\n\nLyrics:\nla la\n\nTarget duration: about 2 seconds." }],
        },
        writes: "song.wav",
      },
      {
        line: 'infer music generate "a song" --instrumental --image cat.png --force -o song.wav --json',
        json: { ok: true, capability: "music.generate" },
        stderr: MAKING,
        asks: {
          messages: [
            { content: [{ text: "a song\n\nInstrumental only. No vocals, no sung lyrics, no spoken word." }, { type: "image_url" }] },
          ],
        },
      },
      { line: "infer music list", stdout: /^Job .*\n(?:music-\S+ +done .*\n){2}$/ },
      { line: "infer music list --sandbox", stdout: "No music jobs: those of the sandbox end with their command.\n" },
    ],
  },
  {
    name: "speech and vectors",
    steps: [
      {
        line: "infer tts convert --text Hello. --voice bm_george --speed 1.5 --format mp3 -m openrouter/hexgrad/kokoro-82m -o note.mp3",
        stdout: /\/note\.mp3\n$/,
        stderr: MAKING,
        asks: { model: "hexgrad/kokoro-82m", input: "Hello.", voice: "bm_george", response_format: "mp3", speed: 1.5 },
        writes: "note.mp3",
      },
      {
        line: "infer tts convert Hello. --force -o note.mp3 --json --local --channel x --provider openrouter",
        json: { ok: true, capability: "tts.convert" },
        stderr: MAKING,
      },
      { line: "infer tts convert Hello. --play -q", stderr: "", writes: "heard.mp3" },
      { line: "infer tts list", stdout: /^Job .*\n(?:speech-\S+ +done .*\n){2}$/ },
      { line: "infer tts list --sandbox", stdout: "No speech jobs: those of the sandbox end with their command.\n" },
      { line: "infer tts voices -m openrouter/hexgrad/kokoro-82m --language en-gb --plain", stdout: /^(?:b[fm]_\w+\n)+$/ },
      { line: "infer tts voices --json --provider openrouter", json: { ok: true, capability: "tts.voices" } },
      {
        line: "infer audio transcribe --file note.mp3 --language en -m openrouter/openai/whisper-large-v3-turbo --fallback openrouter/openai/whisper-1 --prompt x",
        stdout: "Hello.\n",
        stderr: /^warning: --prompt is not sent: .*\n/,
        asks: { model: "openai/whisper-large-v3-turbo", language: "en" },
      },
      { line: "infer audio transcribe note.mp3 --timestamps", stdout: /^\[0:00\.0 - 0:0\d\.\d\] Hello\.\n$/ },
      {
        line: "infer embedding create --text one --text two --dimensions 4 -m openrouter/openai/text-embedding-3-small",
        stdout: /^(?:\[(?:-?[\d.]+,){3}-?[\d.]+\]\n){2}$/,
        asks: { model: "openai/text-embedding-3-small", input: ["one", "two"], dimensions: 4 },
      },
      {
        line: "infer embedding create --lines --json",
        stdin: "one\ntwo\n",
        json: { ok: true, capability: "embedding.create" },
        asks: { input: ["one", "two"] },
      },
      { line: "infer list", stdout: /^model\.run +\S/ },
    ],
  },
];
