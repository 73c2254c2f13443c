// A worker at the edge (Cloudflare and alike; no Node built-in): GET /?prompt=… paints a picture and answers with its bytes.
// Wrangler: main = "worker.ts", and `wrangler secret put OPENROUTER_API_KEY`.
import { createTarget, ToolkitError } from "@openclaw/core";
import { generateImages } from "@openclaw/media";

interface Environment {
  readonly OPENROUTER_API_KEY: string;
  readonly OPENROUTER_BASE_URL?: string;
}

const worker = {
  async fetch(request: Request, environment: Environment): Promise<Response> {
    const prompt = new URL(request.url).searchParams.get("prompt") ?? "";
    if (prompt === "") return new Response("Add ?prompt=…\n", { status: 400 });
    try {
      const target = createTarget({
        model: "openrouter/google/gemini-2.5-flash-image",
        apiKey: environment.OPENROUTER_API_KEY,
        baseUrl: environment.OPENROUTER_BASE_URL,
      });
      const { images } = await generateImages(
        { target, prompt, aspectRatio: "16:9" },
        { signal: request.signal },
      );
      const [image] = images;
      if (image === undefined) return new Response("No picture came back.\n", { status: 502 });
      return new Response(image.bytes, {
        headers: { "content-type": image.mediaType, "cache-control": "public, max-age=86400" },
      });
    } catch (error) {
      if (!ToolkitError.isInstance(error)) throw error;
      return new Response(`${error.message}\n`, { status: 502 });
    }
  },
};

// Workers are found by the default export.
export default worker;
