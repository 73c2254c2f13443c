import type { ImageEvent, ImageResult, MediaFile } from "@openclaw/media";
import { describeError } from "../../errors/describe-error.js";
import { openAiError } from "../../errors/dialect.js";
import type { Exchange } from "../../http/exchange.js";
import { EventWriter } from "../../stream/event-writer.js";
import { writeImageUsage } from "../../wire/write-image-usage.js";
import type { RouteDeps } from "../../route-deps.js";
import { answerHeaders } from "../../http/answer-headers.js";

export interface ImageStream {
  readonly events: AsyncIterable<ImageEvent>;
  readonly order: ImageStreamOrder;
  /** The first candidate, by its API id. */
  readonly asked: string;
  /** Both note what became of it, before its end goes out. */
  readonly finished: (result: ImageResult) => void;
  readonly failed: (error: unknown) => void;
}

export interface ImageStreamOrder {
  readonly kind: "image_generation" | "image_edit";
  /** How many previews of each picture go out, where the model paints any. */
  readonly partialImages: number;
  readonly size?: string | null | undefined;
  readonly quality?: string | null | undefined;
  readonly background?: string | null | undefined;
}

/**
 * Pictures as OpenAI streams them (SRV-1, SRV-7): previews that were asked for, each picture as soon as it is whole, signs of life in between. A failure
 * before the first byte has its own status, one after it is an error event.
 */
export async function sendImageStream(exchange: Exchange, deps: RouteDeps, stream: ImageStream): Promise<void> {
  const { order, asked } = stream;
  const writer = new EventWriter(exchange, { heartbeat: deps.heartbeat, headers: () => answerHeaders(asked, exchange.attempt) });
  const previews = new Map<number, number>();
  try {
    for await (const event of stream.events) {
      if (event.type === "partial") {
        const sent = previews.get(event.index) ?? 0;
        if (sent >= order.partialImages) continue;
        previews.set(event.index, sent + 1);
        writer.write(frame(`${order.kind}.partial_image`, { ...picture(event.file, order), partial_image_index: sent }));
      }
      // Every picture has its usage; of several that one request brought, the last one has it all.
      if (event.type === "completed") {
        writer.write(frame(`${order.kind}.completed`, { ...picture(event.image, order), usage: writeImageUsage(event.usage ?? {}) }));
      }
      if (event.type === "finish") stream.finished(event.result);
      if (writer.full) await writer.drained();
    }
    writer.end();
  } catch (error) {
    stream.failed(error);
    if (!writer.started) {
      writer.release();
      throw error;
    }
    const reply = describeError(error, deps.gateway.current().secretTexts);
    exchange.noteError(reply.code);
    writer.write(frame("error", { error: openAiError(reply) }));
    writer.end();
  }
}

function picture({ bytes, mediaType }: MediaFile, { size, quality, background }: ImageStreamOrder): Readonly<Record<string, unknown>> {
  return {
    b64_json: Buffer.from(bytes).toString("base64"),
    created_at: Math.floor(Date.now() / 1000),
    output_format: mediaType.replace(/^image\//, ""),
    size: size ?? "auto",
    quality: quality ?? "auto",
    background: background ?? "auto",
  };
}

function frame(type: string, data: Readonly<Record<string, unknown>>): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}
