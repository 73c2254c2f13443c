import type { SendOptions } from "../http/send-context.js";
import type { TransportBody } from "../http/transport.js";
import type { HostResolver } from "../http/url-safety.js";
import type { ModelTarget } from "../target.js";

export interface DownloadRequest {
  /** Absolute; http or https. */
  readonly url: string;
  /** Whose key may be sent, and only to this endpoint's own origin (KEY-6). Without it no key is sent at all. */
  readonly target?: Pick<ModelTarget, "endpoint" | "apiKey" | "attribution" | "headers"> | undefined;
  /** More than this is refused, before or while it arrives. */
  readonly maxBytes: number;
  /** Says whether a content type can be what is wanted; asked only when the reply names one. */
  readonly accepts?: ((mediaType: string) => boolean) | undefined;
  /** What an earlier process has got of it: asked for is only the rest, where the server can show that it is still the same file. */
  readonly partial?: PartialDownload | undefined;
}

/** The beginning of a file, and how to tell that what is there now is the same file. */
export interface PartialDownload {
  readonly receivedBytes: number;
  /** Of the whole file. */
  readonly lengthBytes: number;
  readonly etag?: string | undefined;
}

export interface DownloadOptions extends SendOptions {
  /** Foreign URLs may point into the local network. Default false. */
  readonly allowPrivateNetwork?: boolean | undefined;
  /** Looks host names up before they are asked; without it only their spelling is judged. */
  readonly resolveHost?: HostResolver | undefined;
  /** Default 60 000: until the headers. */
  readonly responseMs?: number | undefined;
  /** Default 60 000: between two pieces. */
  readonly stallMs?: number | undefined;
  /** How often in a row a broken connection is made again without progress. Default 4. */
  readonly maxResumes?: number | undefined;
  /** For retry jitter; tests fix it. */
  readonly random?: (() => number) | undefined;
}

/** A reply whose headers are in and were found good. Its body goes on by itself, from where it broke, when the connection does. */
export interface Download {
  /** Without parameters, lower case; absent when the server did not say. */
  readonly mediaType?: string;
  readonly lengthBytes?: number;
  /** The server's name for this very content, where it gave one. */
  readonly etag?: string;
  /** Where in the file the body begins: after `partial`, or 0 when the server began anew. */
  readonly startBytes: number;
  readonly body: TransportBody;
}
