import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { revision } from "../api/connection.js";
import { ApiFailure, messageOf } from "../api/failure.js";
import { secret } from "../api/secret.js";
import { askWhoami, whoami } from "../api/whoami.js";
import { Icon } from "../ui/icon.js";
import { Banner } from "./banner.js";
import { LazyView } from "./lazy-view.js";
import { menuOpen, Navigation, TITLES } from "./navigation.js";
import { route } from "./route.js";
import { SignIn } from "./sign-in.js";
import { LOADERS } from "./views.js";

type State = "asking" | "sign-in" | { readonly problem: string };

/** The frame around every view: who is here, where they are, and whether the server is there. */
export function Shell(): JSX.Element {
  const [state, setState] = useState<State>("asking");
  useSignalEffect(() => {
    // Asked again when the server was away, and when the key was refused: it may have another token now.
    void revision.value;
    const asked = secret.value;
    askWhoami().then(
      (who) => {
        if (asked === secret.value) whoami.value = who;
      },
      (error: unknown) => {
        if (asked !== secret.value) return;
        if (error instanceof ApiFailure && error.status === 401) {
          whoami.value = undefined;
          setState("sign-in");
        } else setState({ problem: messageOf(error) });
      },
    );
  });
  const { view } = route.value;
  const title = TITLES[view];
  useEffect(() => {
    document.title = `${title} · OpenClaw`;
  }, [title]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === "Escape") menuOpen.value = false;
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
  if (whoami.value === undefined) return <Outside state={state} />;
  return (
    <div class="shell">
      <a class="button skip" href="#content" onClick={focusContent}>
        Skip to the content
      </a>
      <div class="phone-bar">
        <button
          class="icon-button"
          type="button"
          aria-label="Menu"
          aria-expanded={menuOpen.value}
          aria-controls="menu"
          onClick={() => (menuOpen.value = !menuOpen.value)}
        >
          <Icon name="menu" size={20} />
        </button>
        <strong>{title}</strong>
      </div>
      {menuOpen.value && <div class="shade" onClick={() => (menuOpen.value = false)} />}
      <Navigation />
      <main class="main" id="content" tabIndex={-1}>
        <Banner />
        <LazyView name={view} load={LOADERS[view]} />
      </main>
    </div>
  );
}

function Outside({ state }: { readonly state: State }): JSX.Element {
  if (state === "sign-in" || state === "asking") return state === "asking" ? <div class="loading" aria-busy="true" /> : <SignIn />;
  return (
    <main class="main">
      <Banner />
      <div class="empty" role="alert">
        <Icon name="warning" />
        <p>{state.problem}</p>
      </div>
    </main>
  );
}

function focusContent(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#content")?.focus();
}
