import { streamChat } from "@openclaw/chat";
import type { ResolvedTargets } from "@openclaw/config";
import { RequestError } from "@openclaw/core";
import { readAttachment } from "../../ask/read-attachment.js";
import { countStream } from "../../usage/count-answer.js";
import type { Context } from "../../context.js";

const DEFAULT_PROMPT = "Describe this image.";

/** What a model says of one image (as in OpenClaw). */
export interface ImageDescription {
  readonly path: string;
  readonly text: string;
  readonly provider: "openrouter";
  readonly model: string;
  readonly kind: "image.description";
  readonly costUsd?: number;
}

/**
 * Has an image described by a model that sees. @throws RequestError for what is no image; whatever the chat throws
 *
 * @param reference a path, or a URL that the provider fetches
 */
export async function describeImage(
  context: Context,
  reference: string,
  facts: { readonly resolved: ResolvedTargets; readonly prompt?: string | undefined },
): Promise<ImageDescription> {
  const { image } = (await context.config()).config.tools.media;
  const part = await readAttachment(reference, context);
  if (part.type !== "image")
    throw new RequestError(`${reference} is no image.`, { code: "input_invalid", hint: "Use chat --file for it." });
  const { targets, failover } = facts.resolved;
  const stream = streamChat(
    {
      target: targets,
      messages: [{ role: "user", content: [{ type: "text", text: facts.prompt ?? image.prompt ?? DEFAULT_PROMPT }, part] }],
    },
    { transport: await context.transport(), signal: context.io.signal, circuits: context.circuits, failover },
  );
  const result = await countStream(context, facts, stream);
  context.out.warn(result.warnings);
  const { text, model, usage } = result;
  return {
    path: reference,
    text: text.trim(),
    provider: "openrouter",
    model,
    kind: "image.description",
    ...(usage?.costUsd === undefined ? {} : { costUsd: usage.costUsd }),
  };
}
