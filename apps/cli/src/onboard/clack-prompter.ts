import * as clack from "@clack/prompts";
import { wrapWords } from "../output/wrap-words.js";
import type { Prompter } from "./prompter.js";

interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

// The mark before a line, and two spaces.
const MARGIN = 3;

/** The prompts on a real terminal. They are drawn on stderr: stdout stays free for `--json`. */
export function createClackPrompter({ input, output }: Terminal, signal: AbortSignal): Prompter {
  const io = { input, output, signal };
  // These lines are written as they are, and the terminal would break them inside of a word.
  const fitted = (text: string, before: string): string => wrapWords(text, output.columns - MARGIN).replaceAll("\n", `\n${before}  `);
  return {
    intro: (title) => clack.intro(title, { output }),
    note: (text, title) => clack.note(text, title, { output }),
    async confirm(message, initial) {
      return answered(await clack.confirm({ ...io, message, initialValue: initial }));
    },
    async select(message, choices) {
      const options = choices.map(({ value, label, hint }) => ({ value: value as string, label, ...(hint === undefined ? {} : { hint }) }));
      return answered(await clack.select({ ...io, message, options })) as (typeof choices)[number]["value"];
    },
    async choose(message, choices, initial) {
      const options = choices.map(({ value, label, hint }) => ({ value, label, ...(hint === undefined ? {} : { hint }) }));
      const question = { ...io, message, options, initialValues: [...initial], required: false, maxItems: 10 };
      const chosen = new Set(answered(await clack.multiselect(question)));
      return choices.flatMap(({ value }) => (chosen.has(value) ? [value] : []));
    },
    async search(message, choices) {
      const options = choices.map(({ value, label, hint }) => ({ value, label, ...(hint === undefined ? {} : { hint }) }));
      return answered(await clack.autocomplete({ ...io, message, options, maxItems: 10, placeholder: "type to search" }));
    },
    async text(message, { placeholder, check }) {
      const validate = (value: string | undefined): string | undefined => check?.(value ?? "");
      return answered(await clack.text({ ...io, message, validate, ...(placeholder === undefined ? {} : { placeholder }) }));
    },
    async secret(message, check) {
      return answered(await clack.password({ ...io, message, validate: (value) => check(value ?? "") }));
    },
    async task(message, work, done) {
      const spinner = clack.spinner({ output });
      spinner.start(message);
      try {
        const result = await work();
        spinner.stop(fitted(done(result), clack.S_BAR));
        return result;
      } catch (error) {
        spinner.error(message);
        throw error;
      }
    },
    outro: (text) => clack.outro(fitted(text, " "), { output }),
  };
}

function answered<Value>(value: Value): Exclude<Value, symbol> {
  if (!clack.isCancel(value)) return value as Exclude<Value, symbol>;
  throw new DOMException("Setup was left.", "AbortError");
}
