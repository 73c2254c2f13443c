import type { SandboxContext } from "../context.js";
import { HTML_PAGE } from "../faults/early-faults.js";
import type { Fault } from "../faults/fault.js";
import type { Exchange } from "../http/exchange.js";
import { sendBytes } from "../http/reply.js";
import { cutOff } from "../http/steps.js";
import { otherOrigin } from "./write-job.js";

export interface FileToSend {
  bytes: Uint8Array;
  type: string;
  fault: Fault | undefined;
}

/** Sends a file with `Range` support, or as its fault spoils it. */
export async function sendFile(exchange: Exchange, sandbox: SandboxContext, file: FileToSend): Promise<void> {
  const { bytes, fault } = file;
  switch (fault?.name) {
    case "truncated-download":
      exchange.response.writeHead(200, { "content-type": file.type, "content-length": bytes.length });
      exchange.response.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
      return cutOff(exchange);
    case "wrong-content-type":
      return sendBytes(exchange, bytes, fault.param || "application/octet-stream");
    case "redirect-other-origin":
      return sendBytes(exchange, Buffer.alloc(0), "text/plain", {
        status: 302,
        headers: { location: `${otherOrigin(fault.param, sandbox)}/file.mp4` },
      });
    case "html-download":
      return sendBytes(exchange, Buffer.from(HTML_PAGE), "text/html; charset=UTF-8");
    case "zero-byte":
      return sendBytes(exchange, Buffer.alloc(0), file.type);
    default:
      return sendRange(exchange, file);
  }
}

function sendRange(exchange: Exchange, { bytes, type }: FileToSend): void {
  const found = /^bytes=(\d*)-(\d*)$/.exec(exchange.headers.range ?? "");
  if (found === null || (found[1] === "" && found[2] === ""))
    return sendBytes(exchange, bytes, type, { headers: { "accept-ranges": "bytes" } });
  const last = bytes.length - 1;
  const suffix = found[1] === "";
  const start = suffix ? Math.max(0, bytes.length - Number(found[2])) : Number(found[1]);
  const end = suffix || found[2] === "" ? last : Math.min(last, Number(found[2]));
  if (start > end)
    return sendBytes(exchange, Buffer.alloc(0), type, { status: 416, headers: { "content-range": `bytes */${bytes.length}` } });
  const headers = { "accept-ranges": "bytes", "content-range": `bytes ${start}-${end}/${bytes.length}` };
  sendBytes(exchange, bytes.subarray(start, end + 1), type, { status: 206, headers });
}
