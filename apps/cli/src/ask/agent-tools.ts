import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve, sep } from "node:path";
import type { Tool } from "@openclaw/chat";
import { RequestError } from "@openclaw/core";
import { readNumber, readString, readStrings } from "@openclaw/core/internal";
import {
  createImageTool,
  createMediaCatalog,
  createMusicTool,
  createVideoTool,
  type MediaKind,
  type MediaTool,
  type MediaToolContext,
} from "@openclaw/media";
import { createImageMaker, createMusicMaker, createVideoMaker, type JobRecord, readMediaFile, resolveHost } from "@openclaw/media/node";
import type { Context } from "../context.js";
import { OUTPUT_FOLDER } from "../make/make-flags.js";
import { jobPollMs } from "../make/videos/make-video.js";
import { sayJob, spentOn } from "../make/say-kept.js";
import { logFailedSpending, logSpending } from "../usage/log-usage.js";
import { SPENDING_KINDS } from "../usage/usage-log.js";
import { createSpeechTool } from "./speech-tool.js";
import { userPath } from "../args/user-path.js";

/** The built-in tools of a turn, and what they have done so far. */
export interface AgentTools {
  readonly tools: readonly Tool[];
  /** What the tools were billed, as far as it is told. */
  readonly spentUsd: () => number;
  /** What is left to spend; videos that may cost more are not ordered, and those under way are counted at the most they may cost. */
  limitTo(leftUsd: () => number): void;
  /** The files of one call, by its id. */
  readonly filesOf: (callId: string) => readonly string[];
  /** Says what is kept of paid work that the turn ended in the middle of. */
  sayKept(): void;
  close(): Promise<void>;
}

/** The tools that a model may call in `agent` (CHAT-11): what they make is saved in the output folder under free names. */
export async function createAgentTools(context: Context, { session }: { readonly session?: string | undefined } = {}): Promise<AgentTools> {
  const folder = resolve(context.io.cwd, OUTPUT_FOLDER);
  const transport = await context.transport();
  const loaded = await context.config();
  const { mediaModels } = loaded.config.agents.defaults;
  // A job of the sandbox ends with it: there is nothing to resume.
  const temporary = context.flags.sandbox ? await mkdtemp(join(tmpdir(), "openclaw-sandbox-")) : undefined;
  const jobs = new Map<string, JobRecord>();
  const place = { stateDir: temporary ?? loaded.stateDir, folder, onRecord: (record: JobRecord) => void jobs.set(record.id, record) };
  const files = new Map<string, readonly string[]>();
  let spent = 0;
  let promised = 0;
  let left: (() => number) | undefined;
  const videoMaker = createVideoMaker(place);

  const shared: MediaToolContext = {
    transport,
    signal: context.io.signal,
    circuits: context.circuits,
    catalog: createMediaCatalog({ transport }),
    // Also with request.allowPrivateNetwork: what a model names is nobody's word.
    resolveHost,
    resolveTargets: async (kind, model) => (await context.targets(kind, { model })).targets,
    loadReference: async (reference) => readMediaFile(await allowedPath(reference, context.io.cwd)),
    describeModels: (kind) => describeModels(context, kind),
  };
  const billed = (tool: MediaTool): Tool => ({
    name: tool.name,
    description: tool.description,
    inputSchema: tool.inputSchema,
    needsApproval: false,
    async run(input, { call, signal }) {
      const kind = SPENDING_KINDS.find((known) => tool.name.startsWith(known));
      const { text, details } = await tool.execute(input, { signal }).catch(async (error: unknown) => {
        // Billed, though it has no place yet.
        for (const job of jobs.values()) if (job.state === "received") await logSpending(context, { ...spentOn(job), session });
        if (kind === undefined) throw error;
        return logFailedSpending(context, error, { kind, session });
      });
      files.set(call.id, readStrings(details["paths"]) ?? []);
      const costUsd = readNumber(details["costUsd"]);
      spent += costUsd ?? 0;
      // What only lists or tells a status makes no file.
      if (kind !== undefined && files.get(call.id)?.length !== 0)
        await logSpending(context, { kind, model: readString(details["model"]), costUsd, session });
      return text;
    },
  });
  return {
    tools: [
      billed(createImageTool({ ...shared, timeoutMs: mediaModels.image.timeoutMs, makeImages: createImageMaker(place) })),
      billed(
        createVideoTool({
          ...shared,
          timeoutMs: mediaModels.video.timeoutMs,
          pollIntervalMs: await jobPollMs(context),
          makeVideo: async (request, options) => {
            let price = 0;
            const promise = (usd: number): void => {
              promised += usd - price;
              price = usd;
            };
            const limits: Pick<typeof options, "maxCostUsd" | "onPlan"> = {
              maxCostUsd: () => (left === undefined ? undefined : Math.max(0, left() - promised)),
              onPlan: (plan) => promise(plan.price?.mostUsd ?? 0),
            };
            return videoMaker(request, { ...options, ...limits }).finally(() => promise(0));
          },
        }),
      ),
      billed(createMusicTool({ ...shared, timeoutMs: mediaModels.music.timeoutMs, makeMusic: createMusicMaker(place) })),
      createSpeechTool(context, {
        folder,
        session,
        onFile: (callId, path, costUsd) => {
          files.set(callId, [path]);
          spent += costUsd ?? 0;
        },
      }),
    ],
    spentUsd: () => spent,
    limitTo(leftUsd) {
      left = leftUsd;
    },
    filesOf: (callId) => files.get(callId) ?? [],
    sayKept() {
      for (const job of jobs.values()) sayJob(context, job);
    },
    async close() {
      if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    },
  };
}

/** A model may look at what lies below the current folder, and at nothing else. @throws RequestError `input_invalid` */
async function allowedPath(reference: string, cwd: string): Promise<string> {
  const path = userPath(reference, { cwd, env: {} });
  const [root, real] = await Promise.all([realpath(cwd), realpath(path).catch(() => path)]);
  if (real.startsWith(root + sep)) return real;
  throw new RequestError(`${reference.slice(0, 100)} lies outside of the current folder; only files in it may be used.`, {
    code: "input_invalid",
  });
}

async function describeModels(context: Context, kind: MediaKind): Promise<string> {
  const { targets } = await context.targets(kind);
  const configured = targets.map(({ model }) => model.ref);
  return `Configured for ${kind}: ${[...new Set(configured)].join(", ")}. Any other model of OpenRouter that makes ${kind} can be named, too.`;
}
