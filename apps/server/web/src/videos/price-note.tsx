import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { revision } from "../api/connection.js";
import { priceVideo, type VideoPrice, type VideoWish } from "../api/videos.js";
import { usd } from "../ui/format.js";

// A picture decides the price by being there; which one it is does not matter.
const ANY_PICTURE =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** What the order will cost, said before it is made (VID-3): asked anew when something changes that it hangs on. */
export function PriceNote({ wish }: { readonly wish: Omit<VideoWish, "prompt"> }): JSX.Element {
  const price = useSignal<VideoPrice | undefined>(undefined);
  const asked = { ...wish, firstFrame: wish.firstFrame === undefined ? undefined : ANY_PICTURE };
  useEffect(() => {
    const stop = new AbortController();
    priceVideo({ ...asked, prompt: "-" }, stop.signal).then(
      (told) => (price.value = told),
      () => {
        // What is wrong with a wish is said when it is ordered.
        if (!stop.signal.aborted) price.value = undefined;
      },
    );
    return () => stop.abort();
  }, [JSON.stringify(asked), revision.value]);
  return (
    <p class="small price-note" role="status">
      {price.value === undefined ? "" : wordsOf(price.value)}
    </p>
  );
}

function wordsOf({ likelyUsd, mostUsd }: VideoPrice): string {
  if (mostUsd === undefined) return likelyUsd === undefined ? "What it costs is not listed." : `It costs about ${usd(likelyUsd)}.`;
  if (likelyUsd === mostUsd) return mostUsd === 0 ? "It is free." : `It costs ${usd(mostUsd)}.`;
  return likelyUsd === undefined ? `It costs at most ${usd(mostUsd)}.` : `It costs ${usd(likelyUsd)}, at most ${usd(mostUsd)}.`;
}
