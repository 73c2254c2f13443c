import { request } from "node:http";

export interface FreshReply {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
}

interface FreshInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Asks on a connection of its own, so that any worker may get it. Pieces are told as they come. */
export function freshFetch(url: string, init: FreshInit = {}, onPiece: (text: string) => void = () => undefined): Promise<FreshReply> {
  return new Promise((resolve, reject) => {
    const body = init.body === undefined ? undefined : JSON.stringify(init.body);
    const headers = { "content-type": "application/json", ...init.headers };
    const sent = request(url, { method: init.method ?? (body === undefined ? "GET" : "POST"), headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
        onPiece(piece);
      });
      response.on("error", reject);
      response.on("end", () => {
        const isJson = response.headers["content-type"]?.startsWith("application/json") === true;
        resolve({ status: response.statusCode ?? 0, text, json: isJson ? (JSON.parse(text) as unknown) : undefined });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
