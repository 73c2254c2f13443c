/**
 * A word as PowerShell reads it back: bare where nothing in it means something there, else between single quotes, in which only the quote
 * itself has to be doubled. Its typographic quotes count as quotes too.
 */
export function quoteForPowerShell(word: string): string {
  // `@`, `~`, `-` and the like are letters inside of a word only; digits at its start make a number, which a script gets as 7 for 007.
  if (/^(?:--)?[A-Za-z_/][\w./:@~+=-]*$/.test(word)) return word;
  return `'${word.replaceAll(/['‘’‚‛]/g, "$&$&")}'`;
}
