import * as z from "zod/mini";
import { agentsSchema } from "./agents.js";
import { authSchema } from "./auth.js";
import { gatewaySchema } from "./gateway.js";
import { modelsSchema } from "./models.js";
import { described, durationMs, flag, strict, text } from "./parts.js";
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
    vars: z.optional(z.record(z.string(), text)),
    shellEnv: z.optional(strict({ enabled: z.optional(flag), timeoutMs: z.optional(durationMs) })),
  }),
  variable,
);

/** The whole file, in the spellings of both versions (CFG-3, CFG-4). What it lets through, `normalizeDocument` brings into one shape. */
export const configSchema = strict(
  {
    $schema: z.optional(text),
    env: z.optional(described(env, "Environment variables for what is not set already; flat, or under vars.")),
    agents: z.optional(agentsSchema),
    models: z.optional(modelsSchema),
    auth: z.optional(authSchema),
    secrets: z.optional(secretsSchema),
    messages: z.optional(z.looseObject({ tts: z.optional(described(ttsSchema, "Older spelling of tts.")) })),
    tts: z.optional(described(ttsSchema, "Spoken answers.")),
    tools: z.optional(toolsSchema),
    gateway: z.optional(gatewaySchema),
  },
  PASSING_SECTIONS,
);
