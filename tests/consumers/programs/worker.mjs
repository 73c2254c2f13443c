// A worker: nothing but the web's own globals.
import { usePackages } from "./portable.mjs";

export default {
  async fetch(request) {
    const baseUrl = new URL(request.url).searchParams.get("baseUrl");
    try {
      return Response.json(await usePackages(baseUrl));
    } catch (error) {
      return Response.json({ failed: String(error?.stack ?? error) }, { status: 500 });
    }
  },
};
