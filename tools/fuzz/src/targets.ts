import type { FuzzTarget } from "./target.js";
import { chatStream } from "./targets/chat-stream.js";
import { configEdit } from "./targets/config-edit.js";
import { configText } from "./targets/config-text.js";
import { directives } from "./targets/directives.js";
import { eventStream } from "./targets/event-stream.js";
import { modelRef } from "./targets/model-ref.js";

/** What takes input from outside and runs in one process. The HTTP server is fed by `http-server.ts`, which starts it. */
export const TARGETS: readonly FuzzTarget[] = [configText, configEdit, modelRef, eventStream, chatStream, directives];
