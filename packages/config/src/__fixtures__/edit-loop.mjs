// argv: folder, name, count ("forever" keeps going). Sets keys of its own, one edit each, and says so.
import { editConfig } from "../node.ts";

const [folder, name, count] = process.argv.slice(2);
const times = count === "forever" ? Number.POSITIVE_INFINITY : Number(count);
for (let round = 0; round < times; round++) {
  const path = ["agents", "defaults", "models", `openrouter/${name}/m${round % 10}`];
  const value = { alias: `${name}-${round}`, params: { note: "x".repeat(100) } };
  await editConfig({ env: { OPENCLAW_STATE_DIR: folder, HOME: folder }, cwd: folder, edits: [{ op: "set", path, value }] });
  process.stdout.write(`${round} `);
}
