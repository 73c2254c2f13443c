/**
 * What goes wrong. `front` and `fault` hold during the first run, and are gone when the same program is started again because no good file was
 * there, unless it is played `once`. `killAt` names the moment of kill -9.
 */
const POLL = /^\/videos\/[^/]+$/;
const CONTENT = /^\/videos\/[^/]+\/content$/;

export const SCENARIOS = [
  { name: "nothing", title: "nothing goes wrong" },
  { name: "kill-accepted", title: "kill -9 after the job was accepted", killAt: "poll" },
  { name: "kill-sending", title: "kill -9 between sending and the answer", killAt: "submit", front: { submit: "hold" } },
  {
    name: "kill-download",
    title: "kill -9 in the middle of the download",
    killAt: "half",
    front: { content: { how: "stall", bare: true, times: 99 } },
  },
  { name: "submit-reset", title: "the answer to the submission is lost (reset)", front: { submit: "reset" } },
  { name: "cut", title: "download cut once (length and ranges known)", front: { content: { how: "cut", bare: false, times: 1 } } },
  {
    name: "cut-bare",
    title: "download cut once (neither known)",
    front: { content: { how: "cut", bare: true, times: 1 } },
  },
  { name: "truncated", title: "download always stops half way", front: { content: { how: "cut", bare: false, times: 99 } } },
  { name: "short", title: "half a file that ends like a whole one", front: { content: { how: "short", bare: true, times: 99 } } },
  { name: "html", title: "an HTML page with 200 as the file", fault: { name: "html-download", path: CONTENT } },
  { name: "zero", title: "an empty file with 200", fault: { name: "zero-byte", path: CONTENT } },
  { name: "unknown-status", title: 'status "queued" while it runs', fault: { name: "job-unknown-status", path: "/videos" } },
  {
    name: "poll-429",
    title: "one poll answers 429 (Retry-After: 1)",
    fault: { name: "status-429-upstream", param: 1, path: POLL, times: 1 },
  },
  { name: "poll-502", title: "one poll answers 502", fault: { name: "status-502", path: POLL, times: 1 } },
  { name: "foreign", title: "`unsigned_urls` on another origin", fault: { name: "foreign-unsigned-urls", path: "/videos" }, storage: true },
  { name: "exists", title: "the output file is there already", existing: true },
  { name: "image-reset", title: "image: the answer is lost (reset); one run", kind: "image", front: { image: "reset" }, once: true },
  { name: "image-kill", title: "image: kill -9 between sending and the answer", kind: "image", killAt: "image", front: { image: "hold" } },
];
