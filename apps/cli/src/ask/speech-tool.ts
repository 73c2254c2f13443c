import type { Tool } from "@openclaw/chat";
import { RequestError } from "@openclaw/core";
import { readString } from "@openclaw/core/internal";
import type { Context } from "../context.js";

/** The tool `tts {text, voice?}` (CHAT-11, as in OpenClaw): speaks a text of any length into a file. */
export function createSpeechTool(
  context: Context,
  place: {
    readonly folder: string;
    readonly session?: string | undefined;
    readonly onFile: (callId: string, path: string, costUsd: number | undefined) => void;
  },
): Tool {
  return {
    name: "tts",
    description: "Speaks a text aloud into a sound file. Use it when the user wants to hear something.",
    inputSchema: {
      type: "object",
      properties: {
        text: { type: "string", description: "What is said, word for word" },
        voice: { type: "string", description: "Another voice than the configured one" },
      },
      required: ["text"],
      additionalProperties: false,
    },
    needsApproval: false,
    async run(input, { call }) {
      const text = readString(input["text"])?.trim() ?? "";
      if (text === "") throw new RequestError("text required", { code: "input_invalid" });
      const [{ recordSpeech }, { readVoice }] = await Promise.all([import("../speak/record-speech.js"), import("../speak/read-voice.js")]);
      const { path, audioMs, costUsd } = await recordSpeech(context, {
        text,
        resolved: await context.targets("speech"),
        voice: await readVoice(context, { voice: readString(input["voice"]) }),
        place: { folder: place.folder },
        session: place.session,
      });
      if (path === undefined) throw new RequestError("There was nothing to say in the text.", { code: "input_invalid" });
      place.onFile(call.id, path, costUsd);
      const length = audioMs === undefined ? "the text" : `${(audioMs / 1000).toFixed(1)} s of sound`;
      return `Spoke ${length}.\n${path}`;
    },
  };
}
