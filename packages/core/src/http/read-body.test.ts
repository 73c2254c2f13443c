import { describe, expect, it } from "vitest";
import { readBytes, readText } from "./read-body.js";
import type { TransportBody } from "./transport.js";

function bodyOf(...pieces: readonly string[]): TransportBody & { readonly reads: number; readonly cancelled: boolean } {
  const queue = pieces.map((piece) => new TextEncoder().encode(piece));
  const state = { reads: 0, cancelled: false };
  return {
    get reads() {
      return state.reads;
    },
    get cancelled() {
      return state.cancelled;
    },
    async read() {
      state.reads += 1;
      return queue.shift();
    },
    async cancel() {
      state.cancelled = true;
    },
  };
}

// NET-4: every buffer is bounded
describe("collecting a body", () => {
  it("joins its pieces", async () => {
    await expect(readText(bodyOf("he", "", "llo"), 5, 200)).resolves.toBe("hello");
  });

  it("joins a character that was cut in two", async () => {
    const bytes = new TextEncoder().encode("ü");
    const pieces = [bytes.subarray(0, 1), bytes.subarray(1)];
    await expect(readText({ read: async () => pieces.shift(), cancel: async () => undefined }, 10, 200)).resolves.toBe("ü");
  });

  it("stops at the bound, reads no further and closes the connection", async () => {
    const body = bodyOf("1234", "5678", "9", "never");
    const { bytes, complete } = await readBytes(body, 6);
    expect(new TextDecoder().decode(bytes)).toBe("123456");
    expect(complete).toBe(false);
    expect(body).toMatchObject({ reads: 2, cancelled: true });
  });

  it("is complete when it just fits", async () => {
    const body = bodyOf("1234", "56");
    expect(await readBytes(body, 6)).toMatchObject({ complete: true });
    expect(body.cancelled).toBe(false);
  });

  it("says that a text is too large", async () => {
    await expect(readText(bodyOf("12345"), 4, 200)).rejects.toMatchObject({ code: "response_too_large", status: 200 });
  });
});
