import type { ComponentType } from "preact";
import type { View } from "./route.js";

/** Each view is a chunk of its own. */
export const LOADERS: Readonly<Record<View, () => Promise<ComponentType>>> = {
  chat: async () => (await import("../playground/chat-view.js")).ChatView,
  images: async () => (await import("../images/images-view.js")).ImagesView,
  videos: async () => (await import("../videos/videos-view.js")).VideosView,
  speech: async () => (await import("../speech/speech-view.js")).SpeechView,
  dashboard: async () => (await import("../dashboard/dashboard-view.js")).DashboardView,
  requests: async () => (await import("../requests/requests-view.js")).RequestsView,
  keys: async () => (await import("../keys/keys-view.js")).KeysView,
  models: async () => (await import("../models/models-view.js")).ModelsView,
};
