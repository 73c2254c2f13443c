import { randomUUID } from "node:crypto";
import { type FileHandle, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { systemCode, toFileError } from "@openclaw/core/internal";
import { makeFolder } from "@openclaw/core/internal/node";
import {
  type Conversation,
  type ConversationEntry,
  type HeadEntry,
  type MediaEntry,
  readConversation,
  writeEntry,
} from "../conversation/entry.js";
import type { ChatMessage } from "../messages.js";
import type { Usage } from "../usage.js";

/** A conversation on disk, open for going on. */
export interface ConversationFile {
  readonly path: string;
  readonly conversation: Conversation;
  /** Appends messages; when it resolves, they are on the disk. */
  append(
    messages: readonly ChatMessage[],
    facts?: { readonly usage?: Usage | undefined; readonly generationId?: string | undefined },
  ): Promise<void>;
  /** Notes what was made beside the talk. */
  addMedia(media: Omit<MediaEntry, "type" | "atMs">): Promise<void>;
  /** From here on the conversation starts from these messages; what was before stays in the file. */
  compact(messages: readonly ChatMessage[]): Promise<void>;
}

/**
 * Opens a conversation, or begins one (CHAT-12). Lines are appended in one write each batch and synced, so that a crash loses at most the
 * batch that was being written, several processes can append, and a torn line is skipped when it is read. The file is readable by its owner only.
 *
 * @throws ToolkitError `file_io` when the file cannot be read or written
 */
export async function openConversation(
  path: string,
  options: { readonly id?: string; readonly title?: string; readonly now?: () => number } = {},
): Promise<ConversationFile> {
  const now = options.now ?? Date.now;
  const text = await readOrEmpty(path);
  let { entries } = readConversation(text);

  const write = async (added: readonly ConversationEntry[]): Promise<void> => {
    await appendDurably(path, added.map(writeEntry).join(""));
    entries = [...entries, ...added];
  };
  if (entries.length === 0) {
    const head: HeadEntry = {
      type: "conversation",
      version: 1,
      id: options.id ?? randomUUID(),
      createdAtMs: now(),
      ...(options.title === undefined ? {} : { title: options.title }),
    };
    await write([head]);
  }
  return {
    path,
    get conversation() {
      return readConversation(entries.map(writeEntry).join(""));
    },
    async append(messages, { usage, generationId } = {}) {
      const last = messages.length - 1;
      await write(
        messages.map((message, index) => ({
          type: "message",
          atMs: now(),
          message,
          ...(index === last && usage !== undefined ? { usage } : {}),
          ...(index === last && generationId !== undefined ? { generationId } : {}),
        })),
      );
    },
    async addMedia(media) {
      await write([{ type: "media", atMs: now(), ...media }]);
    },
    async compact(messages) {
      await write([{ type: "compaction", atMs: now(), messages }]);
    },
  };
}

const LINE_FEED = 10;

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return "";
    throw toFileError(error, "read", `The conversation ${path}`);
  }
}

async function appendDurably(path: string, text: string): Promise<void> {
  try {
    await makeFolder(dirname(path), 0o700);
    const file = await open(path, "a+", 0o600);
    try {
      const { size } = await file.stat();
      // In one piece: the system appends it as a whole, whoever else is appending.
      await writeWhole(file, Buffer.from((await endsLine(file, size)) ? text : `\n${text}`));
      await file.datasync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw toFileError(error, "written", `The conversation ${path}`);
  }
}

/** A torn line, of a write that failed or of a process that was killed, must not swallow the next entry. */
async function endsLine(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === LINE_FEED;
}

async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length;) offset += (await file.write(bytes, offset)).bytesWritten;
}
