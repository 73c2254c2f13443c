import { useSignal, useSignalEffect } from "@preact/signals";
import { Component, type JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../ui/icon.js";
import { answering, turns } from "./conversation/state.js";
import type { Turn } from "./conversation/turn.js";
import { TurnView } from "./turn.js";

/** Messages in one piece of a long conversation: pieces far from the screen hold their height and nothing else. */
const PIECE = 16;
/** A piece is drawn this far before it comes onto the screen. */
const NEAR_PX = 1_600;
/** What a message that was never drawn is taken to need. */
const GUESSED_PX = 190;
const AT_END_PX = 60;

/** The messages. Stays at the end while an answer comes, unless the reader has scrolled away. */
export function Thread(): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const seen = useRef({ scrollTop: 0, scrollHeight: 0 });
  const away = useSignal(false);
  const toEnd = (): void => {
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  };
  useEffect(() => {
    const { current: content } = inner;
    if (content === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (follows.current) toEnd();
    });
    observer.observe(content);
    return () => observer.disconnect();
  }, []);
  // A question of one's own is always followed.
  useSignalEffect(() => {
    if (answering.value !== undefined) {
      follows.current = true;
      away.value = false;
    }
  });
  useLayoutEffect(() => {
    follows.current = true;
    toEnd();
  }, [turns.value[0]?.key]);
  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const before = seen.current;
    seen.current = { scrollTop, scrollHeight };
    if (scrollHeight - scrollTop - clientHeight < AT_END_PX) follows.current = true;
    // Up, and not because the content became shorter: that is the reader.
    else if (scrollTop < before.scrollTop - 1 && scrollHeight >= before.scrollHeight) follows.current = false;
    if (away.value === follows.current) away.value = !follows.current;
  };
  const all = turns.value;
  const pieces: { readonly from: number; readonly turns: readonly Turn[] }[] = [];
  for (let from = 0; from < all.length; from += PIECE) pieces.push({ from, turns: all.slice(from, from + PIECE) });
  return (
    <div class="thread-frame">
      <div class="thread" ref={scroller} onScroll={onScroll} tabIndex={0} role="log" aria-label="Conversation" aria-live="off">
        <div class="thread-inner" ref={inner}>
          {pieces.map((piece, index) => (
            <Piece key={piece.turns[0]?.key} {...piece} last={index >= pieces.length - 2} />
          ))}
        </div>
      </div>
      {away.value && (
        <button
          class="icon-button to-end"
          type="button"
          aria-label="To the newest message"
          onClick={() => {
            follows.current = true;
            toEnd();
          }}
        >
          <Icon name="down" />
        </button>
      )}
    </div>
  );
}

interface PieceProps {
  readonly from: number;
  readonly turns: readonly Turn[];
  /** The end of the conversation is always drawn. */
  readonly last: boolean;
}

/** A run of messages that is drawn only near the screen. */
class Piece extends Component<PieceProps, { readonly near: boolean }> {
  override state = { near: false };
  #element: HTMLElement | null = null;
  #heightPx: number | undefined;

  override componentDidMount(): void {
    if (this.#element !== null) nearness(this.#element, this.#onNear);
  }

  override componentWillUnmount(): void {
    if (this.#element !== null) forget(this.#element);
  }

  override shouldComponentUpdate(next: PieceProps, state: { readonly near: boolean }): boolean {
    const { turns: shown, last } = this.props;
    return (
      state.near !== this.state.near ||
      next.last !== last ||
      next.turns.length !== shown.length ||
      next.turns.some((turn, index) => turn !== shown[index])
    );
  }

  readonly #onNear = (near: boolean): void => {
    if (near === this.state.near) return;
    if (!near) this.#heightPx = this.#element?.offsetHeight;
    this.setState({ near });
  };

  override render({ turns: shown, from, last }: PieceProps, { near }: { readonly near: boolean }): JSX.Element {
    const drawn = near || last;
    const heightPx = this.#heightPx ?? shown.length * GUESSED_PX;
    return (
      <div class="piece" ref={(element) => void (this.#element = element)} style={drawn ? { height: "auto" } : { height: `${heightPx}px` }}>
        {drawn && shown.map((turn, index) => <TurnView key={turn.key} turn={turn} index={from + index} />)}
      </div>
    );
  }
}

const listeners = new WeakMap<Element, (near: boolean) => void>();
let observer: IntersectionObserver | undefined;

function nearness(element: Element, listener: (near: boolean) => void): void {
  const root = element.closest(".thread");
  if (observer === undefined || observer.root !== root) {
    observer?.disconnect();
    observer = new IntersectionObserver(
      (entries) => entries.forEach(({ target, isIntersecting }) => listeners.get(target)?.(isIntersecting)),
      {
        root,
        rootMargin: `${NEAR_PX}px 0px`,
      },
    );
  }
  listeners.set(element, listener);
  observer.observe(element);
}

function forget(element: Element): void {
  listeners.delete(element);
  observer?.unobserve(element);
}
