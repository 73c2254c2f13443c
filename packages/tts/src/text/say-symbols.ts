/** How a language says what is written as a sign. `{n}` stands for the number before or behind it. */
interface SpokenSigns {
  readonly percent: string;
  readonly degreesCelsius: string;
  readonly degreesFahrenheit: string;
  readonly degrees: string;
  readonly and: string;
  readonly plus: string;
  readonly equals: string;
  readonly times: string;
  readonly about: string;
  /** Between the ends of a range. */
  readonly to: string;
  /** One and several, by currency sign. */
  readonly money: Readonly<Record<string, readonly [one: string, many: string]>>;
  readonly scales: string;
  readonly units: Readonly<Record<string, readonly [one: string, many: string]>>;
}

const ENGLISH: SpokenSigns = {
  percent: "percent",
  degreesCelsius: "degrees Celsius",
  degreesFahrenheit: "degrees Fahrenheit",
  degrees: "degrees",
  and: "and",
  plus: "plus",
  equals: "equals",
  times: "times",
  about: "about",
  to: "to",
  money: { $: ["dollar", "dollars"], "€": ["euro", "euros"], "£": ["pound", "pounds"], "¥": ["yen", "yen"], "₹": ["rupee", "rupees"] },
  scales: "thousand|million|billion|trillion",
  units: {
    km: ["kilometer", "kilometers"],
    cm: ["centimeter", "centimeters"],
    mm: ["millimeter", "millimeters"],
    kg: ["kilogram", "kilograms"],
    mg: ["milligram", "milligrams"],
    ml: ["milliliter", "milliliters"],
    "km/h": ["kilometer per hour", "kilometers per hour"],
    mph: ["mile per hour", "miles per hour"],
    kB: ["kilobyte", "kilobytes"],
    KB: ["kilobyte", "kilobytes"],
    MB: ["megabyte", "megabytes"],
    GB: ["gigabyte", "gigabytes"],
    TB: ["terabyte", "terabytes"],
    ms: ["millisecond", "milliseconds"],
    Hz: ["hertz", "hertz"],
    kHz: ["kilohertz", "kilohertz"],
    MHz: ["megahertz", "megahertz"],
    GHz: ["gigahertz", "gigahertz"],
    kWh: ["kilowatt hour", "kilowatt hours"],
  },
};

const same = (word: string): readonly [string, string] => [word, word];

const SIGNS: Readonly<Record<string, SpokenSigns>> = {
  en: ENGLISH,
  de: {
    percent: "Prozent",
    degreesCelsius: "Grad Celsius",
    degreesFahrenheit: "Grad Fahrenheit",
    degrees: "Grad",
    and: "und",
    plus: "plus",
    equals: "gleich",
    times: "mal",
    about: "etwa",
    to: "bis",
    money: { $: same("Dollar"), "€": same("Euro"), "£": same("Pfund"), "¥": same("Yen") },
    scales: "Tausend|Millionen|Million|Milliarden|Milliarde|Billionen",
    units: {
      km: same("Kilometer"),
      cm: same("Zentimeter"),
      mm: same("Millimeter"),
      kg: same("Kilogramm"),
      "km/h": same("Kilometer pro Stunde"),
      MB: same("Megabyte"),
      GB: same("Gigabyte"),
      TB: same("Terabyte"),
      ms: ["Millisekunde", "Millisekunden"],
    },
  },
  fr: {
    percent: "pour cent",
    degreesCelsius: "degrés Celsius",
    degreesFahrenheit: "degrés Fahrenheit",
    degrees: "degrés",
    and: "et",
    plus: "plus",
    equals: "égale",
    times: "fois",
    about: "environ",
    to: "à",
    money: { $: ["dollar", "dollars"], "€": ["euro", "euros"], "£": ["livre", "livres"], "¥": same("yens") },
    scales: "mille|millions|million|milliards|milliard",
    units: {
      km: ["kilomètre", "kilomètres"],
      kg: ["kilogramme", "kilogrammes"],
      cm: ["centimètre", "centimètres"],
      Go: same("gigaoctets"),
    },
  },
  es: {
    percent: "por ciento",
    degreesCelsius: "grados Celsius",
    degreesFahrenheit: "grados Fahrenheit",
    degrees: "grados",
    and: "y",
    plus: "más",
    equals: "igual a",
    times: "por",
    about: "unos",
    to: "a",
    money: { $: ["dólar", "dólares"], "€": ["euro", "euros"], "£": ["libra", "libras"], "¥": same("yenes") },
    scales: "mil|millones|millón",
    units: {
      km: ["kilómetro", "kilómetros"],
      kg: ["kilogramo", "kilogramos"],
      cm: ["centímetro", "centímetros"],
      GB: ["gigabyte", "gigabytes"],
    },
  },
};

const NUMBER = String.raw`\d+(?:[.,]\d+)*`;

/** Says signs and units in words, where the language's words are known; else only what has no sound is taken away (TTS-3). */
export function saySymbols(sentence: string, language: string | undefined): string {
  const plain = sentence
    .replaceAll(/\s*(?:[→⇒⟶➔➜]|(?<=\s)(?:->|=>|-->)(?=\s))\s*/gu, ", ")
    .replaceAll(/(?<=^|\s)[•·▪‣|]+(?=\s|$)/gu, "")
    .replaceAll(/[^\S\n]{2,}/g, " ");
  const signs = language === undefined ? undefined : SIGNS[language.toLowerCase().split("-")[0] ?? ""];
  return signs === undefined ? plain : sayKnown(plain, signs);
}

function sayKnown(sentence: string, signs: SpokenSigns): string {
  const currencies = Object.keys(signs.money)
    .map((sign) => (sign === "$" ? String.raw`\$` : sign))
    .join("");
  const units = Object.keys(signs.units)
    .sort((a, b) => b.length - a.length)
    .join("|");
  const scale = `(?:\\s+(?:${signs.scales})(?![\\p{L}]))?`;
  const money = (sign: string, amount: string): string => {
    const words = signs.money[sign] ?? ["", ""];
    return `${amount} ${isOne(amount) ? words[0] : words[1]}`;
  };
  return sentence
    .replaceAll(
      new RegExp(`(?<![\\p{L}\\d])([${currencies}])\\s?(${NUMBER}${scale})(?![\\p{L}\\d])`, "gu"),
      (_match, sign: string, amount: string) => money(sign, amount),
    )
    .replaceAll(
      new RegExp(`(?<![\\p{L}\\d.,])(${NUMBER}${scale})\\s?([${currencies}])(?![\\p{L}\\d])`, "gu"),
      (_match, amount: string, sign: string) => money(sign, amount),
    )
    .replaceAll(/(?<=\d)\s?%/g, ` ${signs.percent}`)
    .replaceAll(/(?<=\d)\s?°\s?C(?!\p{L})/gu, ` ${signs.degreesCelsius}`)
    .replaceAll(/(?<=\d)\s?°\s?F(?!\p{L})/gu, ` ${signs.degreesFahrenheit}`)
    .replaceAll(/(?<=\d)\s?°/g, ` ${signs.degrees}`)
    .replaceAll(new RegExp(`(?<![\\p{L}\\d.,])(${NUMBER})\\s?(${units})(?![\\p{L}\\d/])`, "gu"), (_match, amount: string, unit: string) => {
      const words = signs.units[unit] ?? [unit, unit];
      return `${amount} ${isOne(amount) ? words[0] : words[1]}`;
    })
    .replaceAll(/(?<=\d)–(?=\d)/g, ` ${signs.to} `)
    .replaceAll(/(?<=^|\s)(?:~|≈)\s?(?=\d)/g, `${signs.about} `)
    .replaceAll(/(?<=\s)&(?=\s)/g, signs.and)
    .replaceAll(/(?<=[\p{L}\d)]\s)\+(?=\s[\p{L}\d(])/gu, signs.plus)
    .replaceAll(/(?<=[\p{L}\d)]\s)={1,3}(?=\s[\p{L}\d(-])/gu, signs.equals)
    .replaceAll(/(?<=\d\s?)×(?=\s?\d)/g, ` ${signs.times} `)
    .replaceAll(/(?<=\d\s)\*(?=\s\d)/g, signs.times)
    .replaceAll(/[^\S\n]{2,}/g, " ");
}

function isOne(amount: string): boolean {
  return amount === "1";
}
