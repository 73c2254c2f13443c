import { effect, signal } from "@preact/signals";

const VIEWS = ["chat", "images", "videos", "speech", "dashboard", "requests", "keys", "models"] as const;
export type View = (typeof VIEWS)[number];

/** `#/chat/ses_1` is the view `chat` and its parameter `ses_1`; `#/models?search=x` carries a query. */
export interface RouteState {
  readonly view: View;
  readonly parameter: string;
  readonly query: URLSearchParams;
}

function read(): RouteState {
  const [path = "", search = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [name = "", ...rest] = path.split("/");
  return {
    view: VIEWS.find((view) => view === name) ?? "chat",
    parameter: decodeURIComponent(rest.join("/")),
    query: new URLSearchParams(search),
  };
}

export const route = signal<RouteState>(read());
addEventListener("hashchange", () => (route.value = read()));

export type Query = Readonly<Record<string, string>>;

export function hrefOf(view: View, parameter = "", query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== "");
  const search = pairs.length === 0 ? "" : `?${new URLSearchParams(pairs).toString()}`;
  return `#/${view}${parameter === "" ? "" : `/${encodeURIComponent(parameter)}`}${search}`;
}

/** The conversation that was left for another view; "" when none was open. */
export const leftChat = signal("");
effect(() => {
  const { view, parameter } = route.value;
  if (view === "chat") leftChat.value = parameter;
});

/** Goes to a view; `replace` leaves no step to go back to. */
export function go(view: View, parameter = "", options: { readonly replace?: boolean; readonly query?: Query } = {}): void {
  const href = hrefOf(view, parameter, options.query);
  if (options.replace === true) {
    history.replaceState(null, "", href);
    route.value = read();
  } else location.hash = href;
}
