// Words that a full stop follows without ending the sentence. Lower case, without the stop.
const TITLES_AND_REFERENCES = [
  // English
  "mr mrs ms mx dr prof sr jr st mt ft rev hon gen col sgt capt lt cmdr adm gov sen rep pres supt messrs mmes",
  "vs cf approx ca no nos fig figs vol vols pp pg ch sec eq ed eds est al resp incl excl esp viz op cit dept univ assn ave blvd rd apt",
  "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun min max tel ext ver",
  // German
  "bzw usw vgl evtl ggf bspw inkl exkl zzgl sog bzgl hr fr frl nr str abs art abb tab kap hrsg geb gest jh mio mrd tsd mind s",
  // French, Spanish, Italian, Portuguese, Dutch
  "mme mlle mgr av env sra srta dra ud uds ee pág núm art dott sig sigg ecc dhr mevr blz ong",
];

/** They end a sentence when a capital follows, and not otherwise. */
const ENDING_ALSO = "etc inc ltd co corp llc bros ph esq";

const always: ReadonlySet<string> = new Set(TITLES_AND_REFERENCES.flatMap((line) => line.split(" ")));
const endingAlso: ReadonlySet<string> = new Set(ENDING_ALSO.split(" "));

/** What follows a day or an ordinal number in German: "am 3. Oktober", "der 2. Platz". */
const AFTER_ORDINAL = new RegExp(
  "^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert|Jahrtausend|Weltkrieg|Platz|Mal|Klasse|" +
    "Stock|Etage|Auflage|Kapitel|Teil|Tag|Woche|Monat|Quartal|Halbjahr|Liga|Runde|Schritt|Auflage|Bundesliga|Geburtstag|Advent)",
  "u",
);

/** True when the full stop at the end of `left` belongs to its last word, so that the sentence goes on in `right` (TTS-3). */
export function stopBelongsToWord(left: string, right: string): boolean {
  const word = /(\S+)\.["'”’)\]]*\s*$/u.exec(left)?.[1]?.replace(/^[("'“‘«„[]+/u, "") ?? "";
  // Initials, and words with stops inside: "J. R. R.", "U.S.", "e.g.", "z.B.".
  if (/^\p{Lu}$/u.test(word) || /^(?:\p{L}{1,2}\.)+\p{L}{1,2}$/u.test(word)) return true;
  const plain = word.toLowerCase();
  if (always.has(plain)) return !(plain === "no" || plain === "s" || plain === "min" || plain === "max") || /^\d/.test(right);
  if (endingAlso.has(plain)) return !/^["'“‘«„(]*\p{Lu}/u.test(right);
  return /^\d{1,3}$/.test(word) && AFTER_ORDINAL.test(right);
}
