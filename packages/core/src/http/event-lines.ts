const LF = 10;
const SPACE = 32;

/** Takes text as it arrives, cut anywhere. @returns how many characters of an unfinished event are held */
export type FeedText = (text: string) => number;

/**
 * The data of Server-Sent Events, by the standard: lines end in LF, CR or CRLF, `data` lines of one event are joined, and what is no data
 * (comments, names, ids) is skipped and not held. Linear, whatever the pieces.
 */
export function createEventLines(onData: (data: string) => void): FeedText {
  // Pieces of the line that is not over yet: joined once, or a long line would be copied with each of them.
  let line: string[] = [];
  let lineLength = 0;
  let data: string | undefined;
  // A CR has ended a line; a LF right behind it belongs to it.
  let afterCr = false;

  const endLine = (text: string): void => {
    if (text === "") {
      if (data !== undefined) onData(data);
      data = undefined;
    } else if (text === "data" || text.startsWith("data:")) {
      const value = text.slice(text.charCodeAt(5) === SPACE ? 6 : 5);
      data = data === undefined ? value : `${data}\n${value}`;
    }
  };

  return (text) => {
    let from = afterCr && text.charCodeAt(0) === LF ? 1 : 0;
    if (text !== "") afterCr = false;
    let lf = text.indexOf("\n", from);
    let cr = text.indexOf("\r", from);
    while (lf !== -1 || cr !== -1) {
      const atCr = cr !== -1 && (lf === -1 || cr < lf);
      const end = atCr ? cr : lf;
      let whole = text.slice(from, end);
      if (line.length > 0) {
        line.push(whole);
        whole = line.join("");
        line = [];
        lineLength = 0;
      }
      endLine(whole);
      from = end + 1;
      if (atCr) {
        if (from === text.length) afterCr = true;
        else if (text.charCodeAt(from) === LF) from++;
        cr = text.indexOf("\r", from);
      }
      if (lf !== -1 && lf < from) lf = text.indexOf("\n", from);
    }
    // Of a line that cannot be data only the beginning is kept.
    if (from < text.length && (line[0] ?? "d").startsWith("d")) {
      line.push(text.slice(from));
      lineLength += text.length - from;
    }
    return lineLength + (data?.length ?? 0);
  };
}
