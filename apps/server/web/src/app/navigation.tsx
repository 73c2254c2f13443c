import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { keepSecret } from "../api/secret.js";
import { whoami, type Whoami } from "../api/whoami.js";
import { Icon, type IconName } from "../ui/icon.js";
import { hrefOf, leftChat, route, type View } from "./route.js";
import { nextTheme, theme } from "./theme.js";

export const menuOpen = signal(false);

export const TITLES: Readonly<Record<View, string>> = {
  chat: "Chat",
  images: "Images",
  videos: "Videos",
  speech: "Speech",
  dashboard: "Dashboard",
  requests: "Requests",
  keys: "Keys",
  models: "Models",
};

const PLAYGROUND: readonly View[] = ["chat", "images", "videos", "speech"];
const GATEWAY: readonly View[] = ["dashboard", "requests", "keys", "models"];
const THEME_WORDS = { auto: "Colours follow the system", light: "Light colours", dark: "Dark colours" } as const;

/** Where to go, and who is here. */
export function Navigation(): JSX.Element {
  const who = whoami.value;
  const gateway = who?.admin === true ? GATEWAY : GATEWAY.filter((view) => view !== "keys");
  return (
    <header class="side" id="menu" data-open={menuOpen.value}>
      <a class="brand" href={hrefOf("chat")} onClick={() => (menuOpen.value = false)}>
        <img src="/favicon.svg" alt="" />
        <span>OpenClaw</span>
      </a>
      <nav aria-label="Main">
        <h2 id="nav-playground">Playground</h2>
        <Links views={PLAYGROUND} label="nav-playground" />
        <h2 id="nav-gateway">Gateway</h2>
        <Links views={gateway} label="nav-gateway" />
      </nav>
      <div class="side-foot">
        <div class="who">
          <div class="cut">{nameOf(who)}</div>
          {who !== undefined && who.version !== "" && <div>Version {who.version}</div>}
        </div>
        <button
          class="icon-button"
          type="button"
          onClick={nextTheme}
          aria-label={`${THEME_WORDS[theme.value]}: change`}
          title={THEME_WORDS[theme.value]}
        >
          <Icon name={theme.value} size={17} />
        </button>
        {who !== undefined && who.kind !== "open" && (
          <button class="icon-button" type="button" onClick={signOut} aria-label="Sign out" title="Sign out">
            <Icon name="leave" size={17} />
          </button>
        )}
      </div>
    </header>
  );
}

function Links({ views, label }: { readonly views: readonly View[]; readonly label: string }): JSX.Element {
  return (
    <ul aria-labelledby={label}>
      {views.map((view) => (
        <li key={view}>
          <a href={linkTo(view)} aria-current={route.value.view === view ? "page" : undefined} onClick={() => (menuOpen.value = false)}>
            <Icon name={view satisfies IconName} />
            {TITLES[view]}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** From another view, the chat is where it was left. */
function linkTo(view: View): string {
  return view === "chat" && route.value.view !== "chat" ? hrefOf("chat", leftChat.value) : hrefOf(view);
}

function nameOf(who: Whoami | undefined): string {
  if (who === undefined) return "";
  if (who.kind === "open") return "No sign-in needed";
  return who.kind === "token" ? "Gateway token" : (who.keyName ?? "Virtual key");
}

function signOut(): void {
  keepSecret("");
  whoami.value = undefined;
  leftChat.value = "";
  location.hash = "";
}
