// What a browser or worker project sees of the built packages: no Node types, every declaration checked (F-3).
export type * as Chat from "@openclaw/chat";
export type * as ChatStreaming from "@openclaw/chat/stream";
export type * as Config from "@openclaw/config";
export type * as Core from "@openclaw/core";
export type * as CoreInternal from "@openclaw/core/internal";
export type * as CoreInternalStream from "@openclaw/core/internal/stream";
export type * as Media from "@openclaw/media";
export type * as Tts from "@openclaw/tts";

import { type ModelRef, parseModelRef } from "@openclaw/core";

export const reference: ModelRef = parseModelRef("openrouter/moonshotai/kimi-k2.6");
