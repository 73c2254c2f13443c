/** Why a goal was missed when it was last looked into, by what the goal is about; shown on the page while it is missed. */
export const goalNotes = {
  "minimal chat-stream program, gzip":
    "No single part is to blame, as the table of its parts shows: shaping for every model family, the wire reader, failover with mid-stream recovery, and error reading are what `streamChat` does, and all of it can be needed by the first request. What is needed only after a failure (recovery, the texts and hints of errors) is about a fifth and could load later, at the price of one more round trip just when something has gone wrong.",
};
