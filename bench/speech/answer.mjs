/** Twelve sentences of the length that answers have. */
export const ANSWER = [
  "Rain is water that falls from the clouds in drops that are large enough to reach the ground.",
  "It begins when the sun warms the sea, and a little of the water rises into the air as vapor.",
  "High above the land the air is cold, so the vapor turns into tiny drops again.",
  "Millions of these drops make a cloud, and the wind carries it over hills and towns.",
  "When the drops meet, they join, and at some point they are too heavy to stay where they are.",
  "Then they fall, first slowly and later faster, until the air holds them back.",
  "Some of the rain never arrives, because it dries on its way down.",
  "The rest runs over roofs and streets, fills the rivers, and sinks into the soil.",
  "Plants drink it with their roots and give a part of it back through their leaves.",
  "Deep under the ground it gathers in old layers of sand and stone.",
  "From there it comes to light in springs, sometimes after a hundred years.",
  "At last it finds the sea again, and the long journey starts once more.",
].join(" ");
