import type { JSX } from "preact";
import type { Message } from "../api/sessions.js";
import { Icon } from "../ui/icon.js";
import { mediaOfContent } from "./conversation/message-text.js";

/** Pictures, sound, video and files of a message. */
export function TurnMedia({ message }: { readonly message: Message }): JSX.Element | null {
  const media = mediaOfContent(message.content);
  if (media.length === 0) return null;
  return (
    <div class="media">
      {media.map((item, index) => {
        if (item.kind === "image")
          return /^(?:data:image\/|blob:)/.test(item.url) ? (
            <img key={index} src={item.url} alt="Attached" />
          ) : (
            <code key={index}>{item.url}</code>
          );
        if (item.kind === "audio") return <audio key={index} controls src={item.url} />;
        if (item.kind === "video") return <video key={index} controls src={item.url} />;
        if (item.kind !== "file") return null;
        return (
          <span key={index} class="tag">
            <Icon name="file" size={13} />
            {item.name}
          </span>
        );
      })}
    </div>
  );
}
