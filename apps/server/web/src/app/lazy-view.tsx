import { Component, type ComponentType, type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { messageOf } from "../api/failure.js";
import { Icon } from "../ui/icon.js";

type Load = () => Promise<ComponentType>;

/** A view whose code is loaded when it is first opened. */
export function LazyView({ load, name }: { readonly load: Load; readonly name: string }): JSX.Element {
  const [view, setView] = useState<{ readonly name: string; readonly View: ComponentType }>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let current = true;
    setProblem(undefined);
    load().then(
      (View) => current && setView({ name, View }),
      (error: unknown) => current && setProblem(messageOf(error)),
    );
    return () => void (current = false);
  }, [name, load]);
  if (problem !== undefined) return <Trouble message="This part of the page could not be loaded. The server may have been updated." />;
  if (view === undefined || view.name !== name) {
    return (
      <div class="loading">
        <span class="spinner" role="img" aria-label="Loading" />
      </div>
    );
  }
  return (
    <Guard key={name}>
      <view.View />
    </Guard>
  );
}

/** A mistake in one view must not take the whole page with it. */
class Guard extends Component<Readonly<{ children?: unknown }>, { readonly broken: boolean }> {
  override state = { broken: false };

  static override getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): JSX.Element {
    if (this.state.broken) return <Trouble message="This view met a mistake of the page itself." />;
    return <>{this.props.children}</>;
  }
}

function Trouble({ message }: { readonly message: string }): JSX.Element {
  return (
    <div class="empty" role="alert">
      <Icon name="warning" />
      <p>{message}</p>
      <button class="button" type="button" onClick={() => location.reload()}>
        Load the page again
      </button>
    </div>
  );
}
