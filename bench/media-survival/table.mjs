/** One cell: the verdict, how often it was bought, and what was there at the end. */
export function judge({ first, second, foreign }, scenario) {
  if (scenario.existing) {
    const kept = first.file === "untouched";
    return verdict(kept, `${first.bought} · the old file ${kept ? "kept" : "replaced"}`);
  }
  const { file, bought } = second ?? first;
  const wrong = [first.file, file].find((found) => found !== "none" && found !== "whole");
  const unknown = [first, second].some((run) => run?.code === "job_outcome_unknown");
  const leaked = foreign.withKey > 0;
  // Nobody starts it again there: how often it was sent is the question.
  const ended = file === "whole" || unknown || scenario.once === true;
  const good = bought <= 1 && wrong === undefined && !leaked && ended;
  const end =
    wrong === undefined ? describeEnd({ file, unknown, again: second !== undefined }) : `${WRONG[wrong] ?? "other bytes"} kept as the file`;
  const count = first.ended === "still trying" ? `${first.bought} in 20 s${again(bought - first.bought)}` : String(bought);
  return verdict(good, [count, end, ...(leaked ? ["**key sent there**"] : [])].join(" · "));
}

function again(more) {
  return more === 0 ? "" : `, and ${more} again`;
}

const WRONG = { half: "half a video", HTML: "the HTML page", empty: "0 bytes" };

function describeEnd({ file, unknown, again }) {
  if (file === "whole") return again ? "file, 2nd run" : "file";
  return unknown ? "“outcome unknown”" : "no file";
}

function verdict(good, words) {
  return `${good ? "✓" : "✗"} ${words}`;
}

export function renderTable(subjects, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [
    line(["what goes wrong", ...subjects.map(({ title }) => title)]),
    line(["---", ...subjects.map(() => "---")]),
    ...rows.map(({ scenario, cells }) => line([scenario.title, ...cells])),
  ].join("\n");
}
