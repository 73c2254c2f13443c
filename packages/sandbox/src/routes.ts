import { getGeneration, getGenerationContent } from "./account/generation.js";
import { getCredits, getKey } from "./account/key.js";
import { createAuthCode, exchangeAuthCode } from "./account/oauth.js";
import { createSpeech } from "./audio/create-speech.js";
import { transcribe } from "./audio/transcribe.js";
import {
  countModels,
  getImageEndpoints,
  getModel,
  getModelEndpoints,
  getZdrEndpoints,
  listEmbeddingModels,
  listImageModels,
  listModels,
  listProviders,
  listVideoModels,
} from "./catalogue/model-routes.js";
import { completeChat } from "./chat/complete-chat.js";
import type { Route } from "./http/match-route.js";
import { generateImage } from "./images/generate-image.js";
import { createMessage } from "./skins/create-message.js";
import { createResponse } from "./skins/create-response.js";
import { createEmbeddings } from "./vectors/create-embeddings.js";
import { rerank } from "./vectors/rerank.js";
import { getVideo, getVideoContent } from "./videos/get-video.js";
import { submitVideo } from "./videos/submit-video.js";

/** Everything the sandbox answers, below `/api/v1`, as the contract has it (SBX-2). Fixed paths stand before those with names in them. */
export const ROUTES: readonly Route[] = [
  ["POST", "/chat/completions", completeChat],
  ["POST", "/responses", createResponse],
  ["POST", "/messages", createMessage],
  ["GET", "/models", listModels],
  ["GET", "/models/user", listModels],
  ["GET", "/models/count", countModels],
  ["GET", "/models/{author}/{slug}/endpoints", getModelEndpoints],
  ["GET", "/model/{author}/{slug}", getModel],
  ["GET", "/key", getKey],
  ["GET", "/auth/key", getKey],
  ["GET", "/credits", getCredits],
  ["GET", "/generation", getGeneration],
  ["GET", "/generation/content", getGenerationContent],
  ["POST", "/auth/keys", exchangeAuthCode],
  ["POST", "/auth/keys/code", createAuthCode],
  ["GET", "/providers", listProviders],
  ["GET", "/endpoints/zdr", getZdrEndpoints],
  ["GET", "/embeddings/models", listEmbeddingModels],
  ["POST", "/embeddings", createEmbeddings],
  ["POST", "/rerank", rerank],
  ["GET", "/images/models", listImageModels],
  ["GET", "/images/models/{author}/{slug}/endpoints", getImageEndpoints],
  ["POST", "/images", generateImage],
  ["GET", "/videos/models", listVideoModels],
  ["POST", "/videos", submitVideo],
  ["GET", "/videos/{id}", getVideo],
  ["GET", "/videos/{id}/content", getVideoContent],
  ["POST", "/audio/speech", createSpeech],
  ["POST", "/audio/transcriptions", transcribe],
];
