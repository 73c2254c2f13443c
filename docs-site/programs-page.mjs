import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../scripts/steps/run-step.mjs";

/** The ten programs as a page: the first comment is the text, the rest the code. */
export function programsPage() {
  const folder = join(ROOT, "examples", "programs");
  const parts = readdirSync(folder).map((name) => {
    const lines = readFileSync(join(folder, name), "utf8").split("\n");
    const end = lines.findIndex((line) => !line.startsWith("//"));
    const about = lines.slice(0, end).map((line) => line.replace(/^\/\/ ?/, ""));
    const text = about.map((line) => (line.startsWith("  ") ? `\n\`\`\`sh\n${line.trim()}\n\`\`\`\n` : line)).join("\n");
    return `## ${name.replace(".ts", "")}\n\n${text}\n\n\`\`\`ts\n${lines.slice(end).join("\n").trim()}\n\`\`\`\n`;
  });
  return `# Programs\n\nTen small programs, each run by the tests as it stands here.\n\n${parts.join("\n")}`;
}
