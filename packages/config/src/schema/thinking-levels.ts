/** Levels of `thinkingDefault`; `ultra` is the newer version's. */
export const THINKING_LEVELS = ["off", "minimal", "low", "medium", "high", "xhigh", "adaptive", "max", "ultra"] as const;
