import { type ShapeStep, unchanged, withBody } from "./step.js";

/** CHAT-5: the configured `provider` object (per-model over provider-wide, merged by the config) goes along as it is, on verified endpoints only. */
export const providerRouting: ShapeStep = {
  name: "provider-routing",
  apply(draft, { target, params }) {
    const { provider } = params;
    if (provider === undefined || Object.keys(provider).length === 0) return unchanged(draft, "no provider routing is configured");
    if (!target.endpoint.verified) {
      return unchanged(draft, "a custom base URL gets no provider object", [
        { code: "provider_dropped", message: "Provider routing is not sent to a custom base URL." },
      ]);
    }
    return withBody(draft, { provider }, `routes by ${Object.keys(provider).join(", ")}`);
  },
};
