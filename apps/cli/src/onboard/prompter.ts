export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

/** What onboarding asks a person. Every question rejects with an AbortError on Ctrl-C. */
export interface Prompter {
  intro(title: string): void;
  note(text: string, title?: string): void;
  confirm(message: string, initial: boolean): Promise<boolean>;
  select<Value extends string>(message: string, choices: readonly Choice<Value>[]): Promise<Value>;
  /** Any number of them, none included; what is chosen comes in the order of the list. */
  choose(message: string, choices: readonly Choice<string>[], initial: readonly string[]): Promise<readonly string[]>;
  /** A long list that is narrowed by typing. */
  search(message: string, choices: readonly Choice<string>[]): Promise<string>;
  /** `check` answers with what is wrong. */
  text(
    message: string,
    options: { readonly placeholder?: string; readonly check?: (value: string) => string | undefined },
  ): Promise<string>;
  secret(message: string, check: (value: string) => string | undefined): Promise<string>;
  /** Shows that something runs, then what came of it. */
  task<Result>(message: string, work: () => Promise<Result>, done: (result: Result) => string): Promise<Result>;
  outro(text: string): void;
}
