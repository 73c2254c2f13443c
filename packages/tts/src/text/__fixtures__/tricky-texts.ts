import { seededRandom } from "@openclaw/testing";

/** A text, and what has to be heard of it, in order. Where `words` is absent, that is every word as it stands. */
export interface TrickyText {
  readonly name: string;
  readonly text: string;
  readonly words?: string;
}

const plain = (text: string): TrickyText => ({ name: JSON.stringify(text.slice(0, 40)), text });
const reads = (text: string, words: string): TrickyText => ({ name: JSON.stringify(text.slice(0, 40)), text, words });

const HAND_WRITTEN: readonly TrickyText[] = [
  ...[
    "a",
    "7",
    "ß",
    "字",
    "ع",
    "Hi",
    "Yes.",
    "No!",
    "Really?!",
    "Dr. Smith met Mr. Jones at 5 p.m. in St. Louis. They talked.",
    "The U.S. economy grew by 3.14 points, i.e. more than in 2019. Prof. Lee disagrees, e.g. on p. 42.",
    "J. R. R. Tolkien, George R. R. Martin and C. S. Lewis wrote books. So did I.",
    'He said, "Stop." Then he left. "Why?" she asked.',
    "She asked: “Is it true? Can it be?” He nodded (twice. Or thrice.) and went.",
    "Version 2.0.1 of Node.js, released on 2024-05-03 at 10:30, fixes file.txt and README.md.",
    "1,234,567.89 is a number; so are 1.234.567,89 and 0.5 and .5 and -3.",
    "Wait... what? Well… maybe. Hmm... ok.",
    "Visit us: Mon.–Fri. from 9 to 5. Closed on Sun.",
    "Am 3. Oktober 1990, d.h. vor langer Zeit, sagte Dr. Müller u.a. etwas. Es war z.B. schön.",
    "Die Nr. 5 lebt usw. Der 2. Weltkrieg endete 1945. Das 21. Jahrhundert begann.",
    "M. Dupont, Mme. Curie et al. sont là. « Bonjour ! » dit-il. C'est l'été, n'est-ce pas ?",
    "El Sr. García vive en la Av. Libertad. ¿Dónde está? ¡Aquí!",
    "你好。今天天气很好！我们去公园吧？好的。",
    "これは本です。「はい。」と彼は言った。そして、帰った。",
    "안녕하세요. 오늘 날씨가 좋네요! 산책할까요?",
    "สวัสดีครับ วันนี้อากาศดีมาก เราไปเดินเล่นกันไหม",
    "नमस्ते। आप कैसे हैं? मैं ठीक हूँ।",
    "مرحبا بالعالم. كيف حالك اليوم؟ أنا بخير، شكرا.",
    "שלום עולם. מה שלומך? אני בסדר.",
    "سلام دنیا. می‌خواهم بروم. خوبی؟",
    "Привет, мир! Как дела? Г. Иванов живёт на ул. Ленина.",
    "Γειά σου Κόσμε. Τι κάνεις; Καλά.",
    "Xin chào thế giới. Bạn khỏe không? Tôi khỏe.",
    "Mixed: hello 世界 and مرحبا and שלום, und auch Grüße, und à bientôt.",
    "The word مرحبا means hello. 你好 means it too. So does नमस्ते.",
    "snake_case and kebab-case and camelCase and SCREAMING_CASE and __init__ stay whole.",
    "It's the cats' toys, y'all; rock 'n' roll isn't dead.",
    "no capitals here. just words! and more? yes and more.",
    "ALL CAPITALS HERE. JUST WORDS! AND MORE? YES.",
    "One\nline\nafter\nanother\nwithout a stop",
    "Trailing spaces   \nand tabs\t\tand\u00a0hard\u00a0blanks   ",
    "Windows\r\nline\r\nends\r\n\r\nare fine.",
    "Plan B. Then plan C. Vitamin D. And I. Well.",
    "Yahoo! is old. So is Jeopardy! on TV. Et tu, Brute?",
    "(All of this is in brackets. Even this.) And this is not. [Nor this.]",
    "An unclosed (bracket. And another sentence. And one more.",
    'An unclosed "quote. And another sentence. And one more.',
    "5 feet 3 inches is written 5'3\". That is short. Is it not?",
    "A list inline: 1. first 2. second 3. third. Done.",
    "e\u0301te\u0301 and nin\u0303o and A\u030angstro\u0308m are written with combining marks.",
    "x".repeat(1000),
    "https and www and h and w and http are words.",
    "List<String> and Map<K, V> and a < b > c are not tags.",
    "AT&T and R&D; Q&A &unknown; &amp",
    "C:\\Users\\Ada\\file.txt and \\frac{a}{b} are odd.",
    "The array[0] and matrix[i][j] and call(me) stay.",
    "Footnotes like [1] and [2] stay, [^3] does not".replace(", [^3] does not", "."),
    "A | B without a table | C",
    "5 - 3 = 2? Not + but - it is.".replaceAll(/[=+]/g, "or"),
    "Zero\u200bwidth\u200b marks\ufeff and\u00ad soft hyphens.".replaceAll("\u200b", "").replaceAll("\u00ad", ""),
    `${"word ".repeat(10_000)}`.slice(0, 50_000),
    Array.from({ length: 2_500 }, (_one, at) => `This is number ${at} of them.`).join(" ").slice(0, 50_000),
    "长".repeat(5_000),
    "clause after clause, ".repeat(300),
  ].map(plain),
  reads("**bold**, *italic*, ***both***, ~~gone~~, __under__ and _under_", "bold italic both gone under and under"),
  reads("un**frigging**believable 2*3*4 a*b", "unfriggingbelievable 2 3 4 ab"),
  reads("Great 👍 job 🎉🎉! 👨‍👩‍👧‍👦 fam🇫🇷 1️⃣ first", "Great job fam 1 first"),
  reads("😀", ""),
  reads("---\n\n***\n\n___", ""),
  reads("", ""),
  reads("   \n\n \t ", ""),
  reads("See https://www.example.com/a_b/c?d=e&f#g, or http://x.org.", "See example com or x org"),
  reads("(https://en.wikipedia.org/wiki/A_(b)) and <https://y.net/z>", "en wikipedia org and y net"),
  reads("Mail me@x.org or <you@y.org>", "Mail me x org or you y org"),
  reads("[text](https://a.b/c) and [a [nested] one](d) and ![alt text](e.png)", "text and a nested one and alt text"),
  reads("[unclosed and [two](x) more", "unclosed and two more"),
  reads("[![badge](a.svg)](b) Title", "badge Title"),
  reads("Inline `code here` and ``a ` b`` and an `unclosed one", "Inline code here and a b and an unclosed one"),
  reads("```\nsecret\n```", "Code example"),
  reads("Before\n```python\nprint(1)\n```\nAfter", "Before Code example in python After"),
  reads("~~~\nnot closed\nat all", "Code example"),
  reads("1. One\n2. Two\n10. Ten\n- [ ] open\n- [x] done\n* star\n+ plus", "1 One 2 Two 10 Ten open done star plus"),
  reads("| A | B |\n|---|---|\n| 1 | x y |\n| 2 | `z` |", "A B 1 x y 2 z"),
  reads("A | B\n--- | ---\n1 | 2", "A B 1 2"),
  reads("> quoted **text**\n> > deeper\n\nout", "quoted text deeper out"),
  reads("# One\n## Two ##\nThree\n=====\nFour\n----\nfive", "One Two Three Four five"),
  reads("Line<br>break<br/>and <b>tags</b><!-- hidden --> &lt;kept&gt; &#65;&#x42;", "Line break and tags kept AB"),
  reads("It costs $5.50, €1, 20% of 3 km.", "It costs 5 50 dollars 1 euro 20 percent of 3 kilometers"),
  reads("Es kostet 5 € und 20 % davon.", "Es kostet 5 Euro und 20 Prozent davon"),
  reads("Ça coûte 5 € et 20 % pour vous.", "Ça coûte 5 euros et 20 pour cent pour vous"),
  reads("It is 25°C & sunny, 10–20 of you with ~5 MB.", "It is 25 degrees Celsius and sunny 10 to 20 of you with about 5 megabytes"),
  reads("Click File → Save → As.", "Click File Save As"),
  reads("Note[^1] this.\n\n[^1]: The note.\n[ref]: https://x.y", "Note this The note"),
];

interface Block {
  readonly text: string;
  readonly words: string;
}

// Blocks that are put together at random; each says what of it is heard.
const BLOCKS: readonly Block[] = [
  { text: "## A heading with `code` in it", words: "A heading with code in it" },
  { text: "A paragraph with **bold words** and a [link](https://x.y/z). Dr. Who agrees. Does he? Yes, by 3.5 points!", words: "A paragraph with bold words and a link Dr Who agrees Does he Yes by 3 5 points" },
  { text: "- first item\n- second *item*:\n  - nested item\n- third", words: "first item second item nested item third" },
  { text: "1. Open it\n2. Close it.\n3. Leave", words: "1 Open it 2 Close it 3 Leave" },
  { text: "| Name | Age |\n| --- | ---: |\n| Ada | 36 |\n| Bob \\| Rob | 41 |", words: "Name Age Ada 36 Bob Rob 41" },
  { text: "```js\nconst a = 'never **heard**';\n\n// nor this\n```", words: "Code example in js" },
  { text: "> Somebody said: “Never. Ever.”\n> And left.", words: "Somebody said Never Ever And left" },
  { text: "Go to https://docs.example.org/a/b. Or not 🙂!", words: "Go to docs example org Or not" },
  { text: "***", words: "" },
  { text: "你好，世界。再见！", words: "你好 世界 再见" },
  { text: "مرحبا بالعالم. كيف الحال؟", words: "مرحبا بالعالم كيف الحال" },
  { text: "A long one, ".repeat(40) + "and its end.", words: "A long one ".repeat(40) + "and its end" },
  { text: "He used snake_case, `a_b()` and C:\\Temp; e.g. in v1.2.3, i.e. now.", words: "He used snake_case a_b and C Temp e g in v1 2 3 i e now" },
  { text: "<p>Some <em>HTML</em></p>", words: "Some HTML" },
  { text: "One line\nand the next one\nwithout a stop", words: "One line and the next one without a stop" },
];

function compose(seed: number): TrickyText {
  const random = seededRandom(seed);
  const blocks = Array.from({ length: 1 + Math.floor(random() * 7) }, () => BLOCKS[Math.floor(random() * BLOCKS.length)]!);
  return { name: `composed, seed ${seed}`, text: blocks.map((block) => block.text).join("\n\n"), words: blocks.map((block) => block.words).join(" ") };
}

/** At least two hundred texts that speech trips over. */
export const TRICKY_TEXTS: readonly TrickyText[] = [...HAND_WRITTEN, ...Array.from({ length: 120 }, (_one, seed) => compose(seed + 1))];
