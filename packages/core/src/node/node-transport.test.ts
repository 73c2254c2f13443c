import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { plainServer, tcpServer } from "../__fixtures__/local-servers.js";
import { failureOf, get, planFor, textOf, textOfAll, transportWith } from "../__fixtures__/node-requests.js";
import { testTarget } from "../__fixtures__/test-target.js";
import { PhaseTimer } from "../http/phase-timer.js";
import { send } from "../http/send.js";
import { sendJson } from "../http/send-json.js";
import { createNodeTransport } from "./node-transport.js";

describe("a request", () => {
  it("arrives as it was written: text, bytes, a form", async () => {
    const bodies: { type: string | undefined; body: string }[] = [];
    const url = await plainServer((request, response) => {
      let body = "";
      request.setEncoding("latin1").on("data", (text: string) => (body += text));
      request.on("end", () => {
        bodies.push({ type: request.headers["content-type"], body });
        response.end();
      });
    });
    const transport = transportWith();
    const form = new FormData();
    form.set("model", "x/y");
    form.set("file", new Blob(["RIFF"], { type: "audio/wav" }), "a.wav");
    for (const body of ["text", new Uint8Array([0, 255]), form]) {
      await textOfAll((await transport(get(url, { method: "POST", headers: { "X-A": "b" }, body }))).body);
    }
    expect(bodies.slice(0, 2)).toEqual([
      { type: undefined, body: "text" },
      { type: undefined, body: "\u0000ÿ" },
    ]);
    expect(bodies[2]?.type).toMatch(/^multipart\/form-data; boundary=/);
    expect(bodies[2]?.body).toContain('name="file"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\nRIFF');
  });

  // KEY-6
  it("does not follow a redirect", async () => {
    const asked: (string | undefined)[] = [];
    const url = await plainServer((request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    const reply = await transportWith()(get(`${url}/first`));
    expect(reply.status).toBe(302);
    expect(reply.headers.get("location")).toBe("/elsewhere");
    await reply.body.cancel();
    expect(asked).toEqual(["/first"]);
  });

  // KEY-6
  it("goes to the addresses that were checked, whatever its host's name stands for by now", async () => {
    const hosts: (string | undefined)[] = [];
    const port = new URL(
      await plainServer((request, response) => {
        hosts.push(request.headers.host);
        response.end("here");
      }),
    ).port;
    const transport = transportWith();
    // A name that no resolver knows: only the given address can lead anywhere.
    const url = `http://rebinding.example.invalid:${port}/a`;
    expect(await textOfAll((await transport({ ...get(url), addresses: ["127.0.0.1"] })).body)).toBe("here");
    expect(hosts).toEqual([`rebinding.example.invalid:${port}`]);
    // The open connection is not taken for one to another address, and a name that would lead here is not looked up.
    await expect(transport({ ...get(url), addresses: ["127.0.0.2"] })).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await expect(transport({ ...get(`http://localhost:${port}/a`), addresses: ["127.0.0.2"] })).rejects.toMatchObject({
      code: "ECONNREFUSED",
    });
    await expect(transport({ ...get(url), addresses: [] })).rejects.toMatchObject({ code: "ENOTFOUND" });
  });

  it("shares its connection with the next one", async () => {
    const ports = new Set<number | undefined>();
    const url = await plainServer((request, response) => {
      ports.add(request.socket.remotePort);
      response.end("x");
    });
    const transport = transportWith();
    for (let count = 0; count < 5; count += 1) {
      await textOfAll((await transport(get(url))).body);
      // The pool takes a connection back one turn after its last byte.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    expect(ports.size).toBe(1);
  });

  it.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
  ])("reads a body that came as %s, and says nothing of it", async (encoding, compress) => {
    const url = await plainServer(
      (_request, response) => void response.setHeader("content-encoding", encoding).end(compress("x".repeat(100_000))),
    );
    const reply = await transportWith()(get(url));
    expect((await textOfAll(reply.body)).length).toBe(100_000);
    expect(reply.headers.get("content-encoding")).toBeNull();
    expect(reply.headers.get("content-length")).toBeNull();
  });

  it("fails when a compressed body is cut, and leaves an unknown encoding alone", async () => {
    const cut = await plainServer((_request, response) => void response.setHeader("content-encoding", "gzip").end("no gzip"));
    expect(await failureOf(transportWith()(get(cut)).then(({ body }) => body.read()))).toMatchObject({ code: "Z_DATA_ERROR" });
    const odd = await plainServer((_request, response) => void response.setHeader("content-encoding", "rot13").end("uryyb"));
    expect(await textOfAll((await transportWith()(get(odd))).body)).toBe("uryyb");
  });
});

// NET-3
describe("the limit for connecting", () => {
  it("ends a handshake that nobody answers, with its own error", async () => {
    const port = await tcpServer(() => undefined);
    const target = testTarget("x/y", { baseUrl: `https://127.0.0.1:${port}/v1` });
    const impatient = { ...target, timeouts: { ...target.timeouts, connectMs: 60 } };
    expect(await failureOf(sendJson(planFor(target), impatient, { transport: transportWith() }))).toMatchObject({
      name: "TimeoutError",
      phase: "connect",
      limitMs: 60,
    });
  });

  it("is no limit for the answer", async () => {
    const url = await plainServer((_request, response) => {
      const answer = setInterval(() => {
        clearInterval(answer);
        response.end("late");
      }, 120);
    });
    const reply = await transportWith()(get(url, { connectMs: 40 }));
    expect(await textOfAll(reply.body)).toBe("late");
  });

  it("may differ from request to request, in any number", async () => {
    const url = await plainServer((_request, response) => void response.end("x"));
    const transport = transportWith();
    for (let connectMs = 1_000; connectMs < 1_020; connectMs += 1)
      expect(await textOfAll((await transport(get(url, { connectMs }))).body)).toBe("x");
  });
});

// NET-4
describe("an abort", () => {
  it("closes the connection at once before the headers", async () => {
    const abort = new AbortController();
    const closed = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const url = await plainServer((request) => {
      request.socket.on("close", closed.resolve);
      reached.resolve();
    });
    const failing = failureOf(transportWith()(get(url, { method: "POST", body: "x", signal: abort.signal })));
    await reached.promise;
    const reason = new Error("enough");
    abort.abort(reason);
    expect(await failing).toBe(reason);
    await closed.promise;
  });

  it("closes the connection at once in the body, and gives nothing more out", async () => {
    const abort = new AbortController();
    const closed = Promise.withResolvers<void>();
    const url = await plainServer((request, response) => {
      request.socket.on("close", closed.resolve);
      response.write("first");
    });
    const { body } = await transportWith()(get(url, { signal: abort.signal }));
    expect(textOf(await body.read())).toBe("first");
    const reading = failureOf(body.read());
    abort.abort();
    expect(await reading).toMatchObject({ name: "AbortError" });
    await closed.promise;
    expect(await failureOf(body.read())).toMatchObject({ name: "AbortError" });
  });

  it("while connecting keeps the request from being sent once the connection stands", async () => {
    const asked: (string | undefined)[] = [];
    const url = await plainServer((request, response) => {
      asked.push(request.url);
      response.end();
    });
    const transport = transportWith();
    // The first request loads undici, so that the next one is on its way at once.
    await textOfAll((await transport(get(`${url}/before`, { connectMs: 1_000 }))).body);
    const abort = new AbortController();
    const failing = failureOf(transport(get(`${url}/aborted`, { signal: abort.signal })));
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    abort.abort();
    expect(await failing).toMatchObject({ name: "AbortError" });
    for (const path of ["/next", "/last"]) await textOfAll((await transport(get(`${url}${path}`))).body);
    expect(asked).toEqual(["/before", "/next", "/last"]);
  });

  it("sends nothing when it comes before or while connecting", async () => {
    let requests = 0;
    const port = await tcpServer((socket) => socket.on("data", () => (requests += 1)));
    const url = `http://127.0.0.1:${port}`;
    expect(await failureOf(transportWith()(get(url, { signal: AbortSignal.abort() })))).toMatchObject({ name: "AbortError" });
    const abort = new AbortController();
    const transport = transportWith();
    const failing = failureOf(transport(get(url, { signal: abort.signal })));
    abort.abort();
    expect(await failing).toMatchObject({ name: "AbortError" });
    await transport.close();
    expect(requests).toBe(0);
  });

  it("reaches through send in both phases", async () => {
    const abort = new AbortController();
    const url = await plainServer((_request, response) => void response.write("{"));
    const target = testTarget("x/y", { baseUrl: url });
    const timer = new PhaseTimer({ signal: abort.signal });
    const { body } = await send(planFor(target), { ...target, transport: transportWith(), timer });
    await body.read();
    const reading = failureOf(body.read());
    abort.abort();
    expect(await reading).toMatchObject({ name: "AbortError" });
  });

  it("of a body that is not wanted closes the connection", async () => {
    const closed = Promise.withResolvers<void>();
    const url = await plainServer((request, response) => {
      request.socket.on("close", closed.resolve);
      response.write("first");
    });
    const { body } = await transportWith()(get(url));
    await body.cancel();
    await closed.promise;
    expect(await body.read()).toBeUndefined();
    await body.cancel();
  });
});

// NET-4: what is not read is not taken from the network
describe("a slow reader", () => {
  it("slows the sender down", async () => {
    const chunk = Buffer.alloc(64 * 1024, 1);
    const total = 64 * 1024 * 1024;
    let written = 0;
    const blocked = Promise.withResolvers<void>();
    const url = await plainServer((_request, response) => {
      const pump = (): void => {
        while (written < total) {
          written += chunk.length;
          if (!response.write(chunk)) {
            response.once("drain", pump);
            blocked.resolve();
            return;
          }
        }
        response.end();
      };
      pump();
    });
    const { body } = await transportWith()(get(url));
    let read = (await body.read())?.byteLength ?? 0;
    await blocked.promise;
    // The system's socket buffers hold some megabytes; the rest must still be with the sender.
    for (let turn = 0; turn < 200; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
    expect(written).toBeLessThan(total / 2);
    for (let piece = await body.read(); piece !== undefined; piece = await body.read()) read += piece.byteLength;
    expect(read).toBe(total);
  });
});

describe("a connection that breaks", () => {
  it("before the answer is a network error", async () => {
    const port = await tcpServer((socket) => socket.once("data", () => socket.destroy()));
    const target = testTarget("x/y", { baseUrl: `http://127.0.0.1:${port}` });
    expect(await failureOf(sendJson(planFor(target), target, { transport: transportWith() }))).toMatchObject({
      code: "network_interrupted",
      retryable: true,
    });
  });

  it("in the answer gives out what came before it, then the error", async () => {
    const url = await plainServer((request, response) => {
      response.write("first", () => request.socket.destroy());
    });
    const { body } = await transportWith()(get(url));
    expect(textOf(await body.read())).toBe("first");
    expect(await failureOf(body.read())).toBeInstanceOf(Error);
  });

  it("is what close leaves to whoever still reads", async () => {
    const url = await plainServer((_request, response) => void response.write("first"));
    const transport = transportWith();
    const { body } = await transport(get(url));
    await body.read();
    const reading = failureOf(body.read());
    await transport.close();
    expect(await reading).toBeInstanceOf(Error);
  });

  it("is what the end of the block leaves in which the transport was made", async () => {
    const url = await plainServer((_request, response) => void response.write("first"));
    let reading: Promise<unknown>;
    {
      await using transport = createNodeTransport();
      const { body } = await transport(get(url));
      await body.read();
      reading = failureOf(body.read());
    }
    expect(await reading).toBeInstanceOf(Error);
  });

  it("that retires closes what is idle, lets each request end, and takes one that was on its way", async () => {
    const sockets = new Set<object>();
    const gone: (() => void)[] = [];
    const url = await plainServer((request, response) => {
      sockets.add(request.socket);
      request.socket.once("close", () => {
        sockets.delete(request.socket);
        for (const tell of gone.splice(0)) tell();
      });
      if (request.url !== "/long") return void response.end("short");
      response.write("begun");
      request.socket.once("resume-long", () => response.end("ended"));
    });
    const oneLess = (): Promise<void> => new Promise((resolve) => void gone.push(resolve));
    const transport = transportWith();
    const { body } = await transport(get(`${url}/long`));
    expect(textOf(await body.read())).toBe("begun");
    const [long] = sockets as Set<{ emit(name: string): void }>;
    await textOfAll((await transport(get(`${url}/short`))).body);
    expect(sockets.size).toBe(2);
    const idle = oneLess();
    let over = false;
    const retired = transport.retire().then(() => (over = true));
    await idle;
    const late = oneLess();
    expect(await textOfAll((await transport(get(`${url}/short`))).body)).toBe("short");
    await late;
    expect([[...sockets], over]).toEqual([[long], false]);
    long?.emit("resume-long");
    expect(await textOfAll(body)).toBe("ended");
    await retired;
    await vi.waitUntil(() => sockets.size === 0);
  });

  it("that retires is closed at once all the same when it has to be", async () => {
    const url = await plainServer((_request, response) => void response.write("begun"));
    const transport = transportWith();
    const { body } = await transport(get(url));
    await body.read();
    const retired = transport.retire();
    const reading = failureOf(body.read());
    await transport.close();
    expect(await reading).toBeInstanceOf(Error);
    await retired;
  });
});
