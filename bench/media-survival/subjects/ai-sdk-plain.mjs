// The AI SDK with nothing but what its page shows: the default download.
import { video as make } from "./ai-sdk.mjs";

export const video = () => make({});
