const WHOLE = "whole answer of 1 KB, at most 300 tokens";
const LONE_WHOLE = "whole answer, one at a time";
const NO_LIMIT = "whole answer, no limit named (40 chunks upstream)";
const STREAM = "stream of 200 chunks";
const LONE_STREAM = "stream, one at a time";

const REQUEST =
  "`perf` was asked where the time that a whole answer takes more than the skeleton goes (135 us, 32 at a time): 25 are SQLite in the server's loop, a reservation before and a row after each answer, and 8 its syncs and checkpoints; 15 are garbage, 8 the compiler that is still at work, 10 the promises between the steps. The rest is who may, what it may cost, what is sent, the log line and the figures, and no function of it takes more than five.";
const STREAMED =
  "Without a limit the answer is streamed upstream, because only a stream can be cancelled without being billed to its end, and gathered here; the skeleton asks for it whole and reads one document.";
const PORTKEY =
  "Portkey as its lockfile pins it, started as its own command does, takes less than eight times the skeleton here, and for streams less than twice (the figures are below): a seventh of it would be less than the skeleton alone, or hardly more.";
const PORTKEY_LATER =
  "With 32 at a time the latency is the CPU time of those before. One at a time the skeleton alone adds about half of what Portkey adds: a fifth would be less than the skeleton.";

/** Why a goal was missed when it was last looked into, by what the goal is about; shown on the page while it is missed. */
export const goalNotes = {
  "`openclaw models list --all`: wall time":
    "Some forty small files are read at a start, more since the program's parts have files of their own, and finding each takes longer than running it.",
  "minimal chat-stream program, gzip":
    "No single part is to blame, as the table of its parts shows: shaping for every model family, the wire reader, failover with mid-stream recovery, and error reading are what `streamChat` does, and all of it can be needed by the first request. What is needed only after a failure (recovery, the texts and hints of errors) is about a fifth and could load later, at the price of one more round trip just when something has gone wrong.",
  [`${WHOLE}: CPU against the skeleton`]: REQUEST,
  [`${STREAM}: CPU against the skeleton`]: REQUEST,
  [`${LONE_WHOLE}: CPU against the skeleton`]: `${REQUEST} One at a time nothing is shared: each request has two commits of its own.`,
  [`${LONE_STREAM}: CPU against the skeleton`]: `${REQUEST} One at a time nothing is shared: each request has two commits of its own.`,
  [`${NO_LIMIT}: CPU against the skeleton`]: STREAMED,
  [`${STREAM}: first byte after the skeleton's, p50`]:
    "The reservation is committed before the request leaves, and at 16 streams at once the loop does the work of all of them before each one's first byte.",
  [`${LONE_STREAM}: first byte after the skeleton's, p50`]: "The reservation is committed before the request leaves.",
  ...Object.fromEntries([WHOLE, LONE_WHOLE, NO_LIMIT, STREAM, LONE_STREAM].map((name) => [`${name}: CPU against Portkey`, PORTKEY])),
  ...Object.fromEntries(
    [WHOLE, LONE_WHOLE].flatMap((name) => ["p50", "p99"].map((at) => [`${name}: added latency against Portkey's, ${at}`, PORTKEY_LATER])),
  ),
  ...Object.fromEntries(["p50", "p99"].map((at) => [`${NO_LIMIT}: added latency against Portkey's, ${at}`, STREAMED])),
};
