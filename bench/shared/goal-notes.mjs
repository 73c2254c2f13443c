/** Why a goal was missed when it was last looked into, by what the goal is about; shown on the page while it is missed. */
export const goalNotes = {
  "minimal chat-stream program, gzip":
    "No single part is to blame, as the table of its parts shows: shaping for every model family, the wire reader, failover with mid-stream recovery, and error reading are what `streamChat` does, and all of it can be needed by the first request. What is needed only after a failure (recovery, the texts and hints of errors) is about a fifth and could load later, at the price of one more round trip just when something has gone wrong.",
  "whole answer of 1 KB, at most 300 tokens: CPU against the skeleton":
    "Of what is added to a whole answer, about a third is SQLite: a reservation before and a row after each answer, of which every page goes through its log. The rest is who may, what it may cost, the log line and the figures; none of it is large by itself, and its allocations are as even: some 75 KB, no function with more than 2.",
  "whole answer, no limit named (40 chunks upstream): CPU against the skeleton":
    "Without a limit the answer is streamed upstream, because only a stream can be cancelled without being billed to its end, and gathered here; the skeleton asks for it whole and reads one document.",
  "stream of 200 chunks: CPU against the skeleton":
    "Of what is added to a whole answer, about a third is SQLite: a reservation before and a row after each answer, of which every page goes through its log. The rest is who may, what it may cost, the log line and the figures; none of it is large by itself, and its allocations are as even: some 75 KB, no function with more than 2.",
  "stream, one at a time: CPU against the skeleton":
    "Of what is added to a whole answer, about a third is SQLite: a reservation before and a row after each answer, of which every page goes through its log. The rest is who may, what it may cost, the log line and the figures; none of it is large by itself, and its allocations are as even: some 75 KB, no function with more than 2. One at a time nothing is shared: each stream has two commits of its own.",
  "stream of 200 chunks: first byte after the skeleton's, p50":
    "The reservation is committed before the request leaves, and at 16 streams at once the loop does the work of all of them before each one's first byte.",
  "stream, one at a time: first byte after the skeleton's, p50": "The reservation is committed before the request leaves.",
  "whole answer of 1 KB, at most 300 tokens: CPU against Portkey":
    "Portkey as its lockfile pins it, started as its own command does, takes less than seven times the skeleton here, and for streams less than twice (the figures are below): a seventh of it would be less than the skeleton alone.",
  "whole answer, no limit named (40 chunks upstream): CPU against Portkey":
    "Portkey as its lockfile pins it, started as its own command does, takes less than seven times the skeleton here, and for streams less than twice (the figures are below): a seventh of it would be less than the skeleton alone.",
  "stream of 200 chunks: CPU against Portkey":
    "Portkey as its lockfile pins it, started as its own command does, takes less than seven times the skeleton here, and for streams less than twice (the figures are below): a seventh of it would be less than the skeleton alone.",
  "stream, one at a time: CPU against Portkey":
    "Portkey as its lockfile pins it, started as its own command does, takes less than seven times the skeleton here, and for streams less than twice (the figures are below): a seventh of it would be less than the skeleton alone.",
};
