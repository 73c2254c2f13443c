/** A conversation as `GET /v1/sessions/{id}` gives it: every second message an answer with a list and a code block. */
export function longConversation(count) {
  const messages = Array.from({ length: count }, (_, index) => ({
    id: `msg_${index}`,
    role: index % 2 === 0 ? "user" : "assistant",
    content:
      index % 2 === 0
        ? `Question ${index}`
        : `Answer ${index}\n\n- **one** thing\n- another\n\n\`\`\`ts\nconst value = ${index};\n\`\`\`\n\nThat is all.`,
  }));
  return { id: "session_long", title: "Long", messages };
}

/** Rows as `GET /admin/ledger.json` gives them, over the last day. */
export function ledgerRows(count) {
  const nowMs = Date.now();
  return Array.from({ length: count }, (_, index) => ({
    id: String(index + 1),
    at: new Date(nowMs - (count - index) * (86_400_000 / count)).toISOString(),
    request_id: `req_${index}`,
    attempt: 1,
    endpoint: "chat.completions",
    model: "sandbox/guide",
    // Two mixed waves: no two neighbours are alike.
    latency_ms: Math.round(900 + 700 * Math.sin(index / 37) + 400 * Math.sin(index * 2.3)),
    outcome: index % 29 === 0 ? "error" : "ok",
  }));
}
