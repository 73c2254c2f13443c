/** A link that may be followed: the web, mail, a place on this page. Anything else, such as `javascript:`, is shown as text. */
export function safeHref(href: string): string | undefined {
  const text = href.trim();
  if (text.startsWith("#")) return undefined;
  try {
    const { protocol } = new URL(text);
    return protocol === "https:" || protocol === "http:" || protocol === "mailto:" ? text : undefined;
  } catch {
    return undefined;
  }
}

/** A picture that may be shown: one that the answer carries itself. From elsewhere none is loaded, since a picture's address can carry the conversation away. */
export function safeImage(href: string): string | undefined {
  return /^data:image\/(?:png|jpeg|webp|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]+$/.test(href) ? href : undefined;
}
