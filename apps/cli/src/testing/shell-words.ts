/** The words of a simple shell line, without its redirections. Quotes of both kinds hold words together. */
export function shellWords(line: string): string[] {
  const [command = ""] = line.split(/ [<>|] /);
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) => double ?? single ?? plain ?? "");
}
