import * as z from "zod/mini";
import { agentsSchema } from "./agents.js";
import { authSchema } from "./auth.js";
import { gatewaySchema } from "./gateway.js";
import { modelsSchema } from "./models.js";
import { described, durationMs, flag, optional, strict, text } from "./parts.js";
import { secretsSchema } from "./secrets.js";
import { toolsSchema } from "./tools.js";
import { ttsSchema } from "./tts.js";

/** Top-level sections of other parts of OpenClaw: they pass with a note and are not looked into (CFG-4). */
export const PASSING_SECTIONS: readonly string[] =
  "meta wizard diagnostics logging cli update browser ui acp nodeHost bindings multiAgent broadcast audio media commands approvals session cron hooks web channels discovery canvasHost talk memory mcp skills plugins proxy crestodian surfaces security identity accessGroups worktrees sessions telemetry notifications commitments transcripts tasks fleet policy".split(
    " ",
  );

const variable = text;

const env = z.catchall(
  z.object({
    vars: optional(z.record(z.string(), text)),
    shellEnv: optional(strict({ enabled: optional(flag), timeoutMs: optional(durationMs) })),
  }),
  variable,
);

/** The whole file, in the spellings of both versions (CFG-3 to CFG-5). What it lets through, `normalizeDocument` brings into one shape. */
export const configSchema = strict(
  {
    $schema: optional(text),
    env: optional(described(env, "Environment variables for what is not set already; flat, or under vars.")),
    agents: optional(agentsSchema),
    models: optional(modelsSchema),
    auth: optional(authSchema),
    secrets: optional(secretsSchema),
    messages: optional(z.looseObject({ tts: optional(described(ttsSchema, "Older spelling of tts.")) })),
    tts: optional(described(ttsSchema, "Spoken answers.")),
    tools: optional(toolsSchema),
    gateway: optional(gatewaySchema),
  },
  PASSING_SECTIONS,
);
