import { type JsonObject, StreamError } from "@openclaw/core";
import { parseJson, readArray, readNumber, readObject, readString } from "@openclaw/core/internal";
import type { ChatEvent } from "../events.js";
import type { ToolCall } from "../messages.js";
import { TextBuffer } from "./text-buffer.js";

// More than any model writes: beyond lies a host that never ends (NET-4).
const MAX_CHARACTERS = 2 ** 22;

interface PartialCall {
  readonly index: number;
  readonly wireIndex: number | undefined;
  id: string;
  name: string;
  readonly text: TextBuffer;
  announced: boolean;
  /** Arguments came as a whole object: later fragments would spoil them. */
  whole: boolean;
}

/**
 * Assembles tool calls from their deltas (CHAT-8, traps 8 to 13): fragments are keyed by index, else by id, else by
 * position; ids may be missing, empty, late or repeated; names may be late; arguments may be a string, an object, null or absent.
 */
export class ToolCallAssembler {
  readonly #calls: PartialCall[] = [];

  /** The calls as they stand, for alignment of a recovered answer. */
  get partial(): readonly { readonly name: string; readonly arguments: string }[] {
    return this.#calls.map(({ name, text }) => ({ name, arguments: text.toString() }));
  }

  push(deltas: unknown, out: ChatEvent[]): void {
    for (const delta of readArray(deltas) ?? []) {
      const object = readObject(delta);
      if (object !== undefined) this.#pushOne(object, out);
    }
  }

  #pushOne(delta: Readonly<Record<string, unknown>>, out: ChatEvent[]): void {
    // Some hosts put name and arguments beside `function`, or use the pre-tools spelling.
    const fn = readObject(delta["function"]) ?? delta;
    const id = readString(delta["id"]) ?? "";
    const name = readString(fn["name"]) ?? "";
    const call = this.#find(readNumber(delta["index"]), id, name);
    if (call.id === "") call.id = id;
    // A name is sent once; hosts that repeat it send it whole again.
    if (call.name === "") call.name = name;
    const text = call.whole ? "" : readArguments(fn["arguments"]);
    if (text !== "" && typeof fn["arguments"] === "object") call.whole = true;
    call.text.append(text);
    if (call.text.length > MAX_CHARACTERS) throw endless(call);
    if (!call.announced) {
      if (call.name === "") return;
      call.announced = true;
      out.push({ type: "tool-input-start", index: call.index, name: call.name });
      if (call.text.length > 0) out.push({ type: "tool-input", index: call.index, text: call.text.toString() });
    } else if (text !== "") {
      out.push({ type: "tool-input", index: call.index, text });
    }
  }

  #find(wireIndex: number | undefined, id: string, name: string): PartialCall {
    const last = this.#calls.at(-1);
    if (wireIndex !== undefined) {
      // Nearly always the newest; a long argument comes in thousands of pieces.
      const same = last?.wireIndex === wireIndex ? last : this.#calls.findLast((call) => call.wireIndex === wireIndex);
      // One index with a second id and a second name is a second call: some hosts number every call 0.
      const another = same !== undefined && id !== "" && same.id !== "" && id !== same.id && name !== "";
      if (same !== undefined && !another) return same;
      // A call that began without an index goes on with one.
      const begun = this.#calls.findLast(
        (call) => call.wireIndex === undefined && (id === "" ? name === "" && call === last : call.id === id),
      );
      if (begun !== undefined) return begun;
    } else if (id !== "") {
      const same = this.#calls.find((call) => call.id === id);
      if (same !== undefined) return same;
      // A late id belongs to the call that is still waiting for one.
      if (last !== undefined && last.id === "" && name === "") return last;
    } else if (last !== undefined && name === "") {
      return last;
    }
    const call: PartialCall = {
      index: this.#calls.length,
      wireIndex,
      id: "",
      name: "",
      text: new TextBuffer(),
      announced: false,
      whole: false,
    };
    this.#calls.push(call);
    return call;
  }

  /** The finished calls: ids filled in and unique, arguments as JSON text. Calls that never got a name are dropped. */
  finish(): readonly ToolCall[] {
    const taken = new Set<string>();
    return this.#calls
      .filter((call) => call.name !== "")
      .map((call) => {
        let id = call.id === "" ? `call_${call.index}` : call.id;
        for (let suffix = 2; taken.has(id); suffix++) id = `${call.id === "" ? `call_${call.index}` : call.id}_${suffix}`;
        taken.add(id);
        const text = call.text.toString().trim();
        return { id, name: call.name, arguments: text === "" ? "{}" : text };
      });
  }
}

/** Some hosts send the arguments as an object; an empty one only holds the place of the text that follows. */
function readArguments(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null && Object.keys(value).length > 0 ? JSON.stringify(value) : "";
}

/** Parses a finished call's arguments; `problem` says what is wrong with them, in words a model can use. */
export function parseToolInput(call: ToolCall): { readonly input?: JsonObject; readonly problem?: string } {
  const value = parseJson(call.arguments);
  const input = readObject(value);
  if (input !== undefined) return { input: input as JsonObject };
  return { problem: value === undefined ? "The arguments are not valid JSON." : "The arguments are not a JSON object." };
}

function endless({ text }: PartialCall): StreamError {
  const words = `The arguments of a tool call went on beyond what an answer can be, and were given up after ${text.length} characters.`;
  return new StreamError(words, { code: "response_too_large", retryable: false });
}
