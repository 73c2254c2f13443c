import type { ModelTarget } from "@openclaw/core";

/** What a request is about to ask for. */
export interface Bill {
  /** Such as `chat.completions`. */
  readonly endpoint: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly targets: readonly ModelTarget[];
  readonly maxTokens?: number | undefined;
  /** Pictures that go with it outside of the body. */
  readonly imagesIn?: number | undefined;
  /** Pictures asked for by their number. */
  readonly imagesOut?: number | undefined;
  /** The most that it can cost, where that does not follow from tokens. */
  readonly estimateUsd?: number | undefined;
}
