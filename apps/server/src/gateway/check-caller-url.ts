import { RequestError } from "@openclaw/core";
import { checkResolvedHost, checkUrl } from "@openclaw/core/internal";
import { resolveHost } from "@openclaw/media/node";

const MAX_URL_LENGTH = 4096;

/**
 * Refuses a URL in a request that points at this machine or its network, whoever would fetch it: by its spelling, and by what its name stands for
 * now (SRV-8). Data URLs pass.
 *
 * @throws RequestError `url_refused`
 */
export async function checkCallerUrl(text: string): Promise<void> {
  if (/^data:/i.test(text)) return;
  if (text.length > MAX_URL_LENGTH) throw refused("A URL of more than 4096 characters was not followed.");
  const url = checkUrl(text);
  try {
    await checkResolvedHost(url, { resolveHost });
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw refused(`The name ${url.hostname} stands for no address.`);
  }
}

function refused(message: string): RequestError {
  return new RequestError(message, { code: "url_refused" });
}
