/** A bit of everything a Markdown renderer must cope with. */
export const MARKDOWN_SAMPLE = `# A Markdown sample

Written by the *sandbox*, **without a model**. It has \`inline code\`, a [link](https://openrouter.ai/docs) and ~~a mistake~~.

## A list

1. First
2. Second
   - nested
   - deeper
3. Third

| format | bytes |
| --- | ---: |
| PNG | 149191 |
| MP3 | 48576 |

> A quotation, for the look of it.

\`\`\`ts
const answer: number = 6 * 7;
console.log(\`The answer is \${answer}\`);
\`\`\`

That is all.`;

/** A small program, for code blocks and syntax colours. */
export const CODE_SAMPLE = `Here is a small function. The sandbox did not write it for you; it always gives this one.

\`\`\`ts
/** Greets someone, politely. */
export function greet(name: string): string {
  const trimmed = name.trim();
  return trimmed === "" ? "Hello!" : \`Hello, \${trimmed}!\`;
}

console.log(greet("world")); // Hello, world!
\`\`\`

It takes a name and returns a greeting.`;

const SUBJECTS = [
  "The river",
  "A quiet street",
  "The old harbour",
  "A row of lamps",
  "The morning train",
  "A paper map",
  "The garden wall",
  "A distant bell",
];
const VERBS = [
  "bends around",
  "waits beside",
  "keeps watch over",
  "leads away from",
  "glitters behind",
  "remembers",
  "belongs to",
  "stands before",
];
const OBJECTS = [
  "the mill",
  "a field of barley",
  "the last house",
  "an empty square",
  "the stone bridge",
  "a small station",
  "the market hall",
  "a row of poplars",
];

/** Prose of a given number of words; the same every time, numbered so that a gap or a repeat shows. */
export function writeProse(words: number): string {
  const paragraphs: string[] = [];
  let count = 0;
  for (let sentence = 0; count < words; sentence += 1) {
    const text = `${sentence + 1}. ${SUBJECTS[sentence % 8]} ${VERBS[(sentence * 3 + Math.floor(sentence / 8)) % 8]} ${OBJECTS[(sentence * 5 + Math.floor(sentence / 64)) % 8]}.`;
    count += text.split(" ").length;
    const last = paragraphs.length - 1;
    if (sentence % 6 === 0) paragraphs.push(text);
    else paragraphs[last] = `${paragraphs[last]} ${text}`;
  }
  return paragraphs.join("\n\n");
}
