import type { Prompter } from "../onboard/prompter.js";

export type Answers = Readonly<Record<string, string | boolean>>;

/** Answers questions by the start of their text; a question without an answer is Ctrl-C. */
export function scriptedPrompter(answers: Answers, shown: string[] = []): Prompter {
  const answer = (message: string): string | boolean => {
    shown.push(message);
    const found = Object.entries(answers).find(([start]) => message.startsWith(start));
    if (found === undefined) throw new DOMException("left", "AbortError");
    return found[1];
  };
  const text = async (message: string) => String(answer(message));
  return {
    intro: () => undefined,
    note: (words) => void shown.push(words),
    outro: () => undefined,
    confirm: async (message) => answer(message) === true,
    select: async (message, choices) => {
      const value = String(answer(message));
      const choice = choices.find((candidate) => candidate.value === value);
      if (choice === undefined) throw new Error(`${message} offers ${choices.map((candidate) => candidate.value).join(", ")}`);
      return choice.value;
    },
    choose: async (message, choices, initial) => {
      const wanted = answer(message);
      return wanted === true ? initial : choices.map(({ value }) => value).filter((value) => String(wanted).split(",").includes(value));
    },
    search: text,
    text,
    secret: text,
    task: async (_message, work, done) => {
      const result = await work();
      shown.push(done(result));
      return result;
    },
  };
}
